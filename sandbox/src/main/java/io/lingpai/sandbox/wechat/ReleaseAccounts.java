package io.lingpai.sandbox.wechat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The accounts that WeChat's release check plays: they authorize the platform and write to it
 * (developers.weixin.qq.com, "releases instructions", read 2026-11).
 */
final class ReleaseAccounts {
  record Account(String appid, String userName) {}

  record Group(Account official, Account mini) {}

  private static final List<Group> GROUPS =
      List.of(
          group("wx570bc396a51b8ff8", "gh_3c884a361561", "wxd101a85aa106f53e", "gh_8dad206e9538"),
          group("wx9252c5e0bb1836fc", "gh_c0f28a78b318", "wxc39235c15087f6f3", "gh_905ae9d01059"),
          group("wx8e1097c5bc82cde9", "gh_3f222ed8d140", "wx7720d01d4b2a4500", "gh_393666f1fdf4"),
          group("wx14550af28c71a144", "gh_26128078e9ab", "wx05d483572dcd5d8b", "gh_39abb5d4e1b7"),
          group("wxa35b9c23cfe664eb", "gh_2b3713f184a6", "wx5910277cae6fd970", "gh_7818dcb60240"));

  private ReleaseAccounts() {}

  private static Group group(String official, String userName, String mini, String miniUserName) {
    return new Group(new Account(official, userName), new Account(mini, miniUserName));
  }

  /** Groups count from 1. */
  static Group group(int number) {
    if (number < 1 || number > GROUPS.size()) {
      throw new IllegalArgumentException("group: " + number + " (expected: 1 to 5)");
    }
    return GROUPS.get(number - 1);
  }

  static Optional<String> userName(String appid) {
    return GROUPS.stream()
        .flatMap(group -> Stream.of(group.official(), group.mini()))
        .filter(account -> account.appid().equals(appid))
        .map(Account::userName)
        .findFirst();
  }
}
