package io.lingpai.server.wiring;

import io.lingpai.dingtalk.DingTalk;
import io.lingpai.dingtalk.DingTalkWorkplace;
import io.lingpai.jdbc.JdbcStores;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.directory.Companies;
import io.lingpai.server.directory.DirectoryChanges;
import io.lingpai.server.directory.DirectoryDesk;
import io.lingpai.server.directory.DirectorySyncs;
import io.lingpai.server.login.LoginDesk;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/** Companies' people, with the platforms that know them. */
final class DirectoryWiring {

  private DirectoryWiring() {}

  static DirectoryDesk desk(Ground ground, LoginDesk logins) {
    Configuration configuration = ground.configuration();
    JdbcStores stores = ground.stores();
    InstantSource clock = ground.clock();
    SecureRandom random = ground.random();
    RealWaiting waiting = new RealWaiting();
    Companies companies =
        new Companies(
            ground.registry(),
            ground.lending(),
            ground.troubles(),
            Map.of(
                DingTalk.NAME,
                new DingTalkWorkplace(
                    configuration.host("dingtalk-api"),
                    configuration.host("dingtalk-oapi"),
                    Platforms.http(configuration))),
            Map.of(DingTalk.NAME, new DingTalkPages(clock, random)));
    DirectorySyncs syncs =
        new DirectorySyncs(
            companies,
            stores.directory(),
            stores.outbox(),
            waiting,
            clock,
            System::nanoTime,
            random);
    return new DirectoryDesk(
        ground.authorization(),
        companies,
        syncs,
        new DirectoryChanges(
            companies, stores.directory(), waiting, clock, System::nanoTime, random),
        stores.directory(),
        logins,
        ground.trail(),
        clock,
        random);
  }
}
