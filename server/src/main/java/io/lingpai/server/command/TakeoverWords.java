package io.lingpai.server.command;

/** What became of something that was handed in, for people. */
final class TakeoverWords {

  private TakeoverWords() {}

  static String of(String outcome, boolean dryRun, Terminal terminal) {
    return switch (outcome) {
      case "taken" ->
          dryRun ? terminal.say("would be taken over", "将会接管") : terminal.say("taken over", "已接管");
      case "known" -> terminal.say("known: it is ours already", "已是令牌持有的值");
      case "ours_lives" ->
          terminal.say("left alone: Lingpai has another one that lives", "未动：令牌已持有另一个有效的值");
      case "dead" -> terminal.say("left alone: the vendor called it dead", "未动：平台已判定其失效");
      case "ended" ->
          terminal.say("left alone: it has no life there, so that it is over", "未动：该键没有过期时间，视为已失效");
      case "unreadable" ->
          terminal.say("not taken over: its form is not known here", "未接管：无法识别其存储格式");
      case "unknown_app" ->
          terminal.say(
              "Lingpai has no such app: lingpai app add … --keep \"\"",
              "令牌中没有该应用：lingpai app add … --keep \"\"");
      case "unknown_authorizer" ->
          terminal.say(
              "not known yet: it comes from the platform's list, or by lingpai import authorizers",
              "令牌尚不知道该账号：等待读取平台的列表，或使用 lingpai import authorizers");
      default -> terminal.say("refused, see above", "被拒绝，见上文");
    };
  }
}
