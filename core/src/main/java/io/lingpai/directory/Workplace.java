package io.lingpai.directory;

import io.lingpai.app.App;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a platform knows of a company's people. Asks the vendor, once a method, and blocks; safe for
 * many threads; never throws for anything a vendor or the network does.
 */
public interface Workplace {

  /** Redeems the code a page was given: whose it is. */
  Finding<String> userid(App app, Secret token, String code, Duration answerWithin);

  /**
   * Redeems the code a browser was given, which the person let the app know them by. Needs the
   * app's secret and no token.
   *
   * @return who they are to everything of the app's maker
   */
  Finding<String> unionid(App app, String code, Duration answerWithin);

  /** Who that is in the company. */
  Finding<String> useridOf(App app, Secret token, String unionid, Duration answerWithin);

  Finding<Colleague> person(App app, Secret token, String userid, Duration answerWithin);

  Finding<Department> department(App app, Secret token, long id, Duration answerWithin);

  /** The departments directly beneath one. */
  Finding<List<Department>> beneath(App app, Secret token, long id, Duration answerWithin);

  /** People in a department itself, a page at a time. */
  Finding<Page> people(App app, Secret token, long department, long from, Duration answerWithin);

  /** Whether a refusal means that the department is not there, or not for this app to see. */
  boolean meansHidden(String vendorCode);

  /**
   * Some people.
   *
   * @param next where the next page begins; {@code null} after the last
   */
  record Page(List<Colleague> people, @Nullable Long next) {
    public Page {
      people = List.copyOf(people);
    }
  }
}
