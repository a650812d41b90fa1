package io.lingpai.keeper;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.Platform;
import io.lingpai.platform.Verdict;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** A platform that answers as told, and remembers what it was asked. */
final class ScriptedPlatform implements Platform {

  final List<IssueRequest> asked = new ArrayList<>();
  Verdict verdict = new Verdict.Alive();
  private final Deque<Function<IssueRequest, Issuance>> answers = new ArrayDeque<>();

  void answers(Issuance answer) {
    answers.add(request -> answer);
  }

  void answers(Function<IssueRequest, Issuance> answer) {
    answers.add(answer);
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public List<Kind> kinds(App app) {
    return List.of();
  }

  @Override
  public List<String> keptByDefault(App app) {
    return List.of();
  }

  @Override
  public Issuance issue(IssueRequest request) {
    asked.add(request);
    return answers.remove().apply(request);
  }

  @Override
  public Verdict check(App app, Kind kind, Secret value, Duration within) {
    return verdict;
  }
}
