package io.lingpai.server.directory;

import io.lingpai.app.App;
import io.lingpai.credential.Trouble;
import io.lingpai.directory.Admission;
import io.lingpai.directory.Admission.Admitted;
import io.lingpai.directory.Colleague;
import io.lingpai.directory.Department;
import io.lingpai.directory.DirectoryStore;
import io.lingpai.directory.Workplace;
import io.lingpai.keeper.Loan;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.KeyText;
import io.lingpai.server.api.PageSigning;
import io.lingpai.server.login.Sessions;
import io.lingpai.server.problem.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Logs an employee in:
 *
 * <ol>
 *   <li>the app's token and its page ticket, which are mostly at hand: a code is not spent before
 *       it is known that nothing of ours is missing;
 *   <li>whose the code is;
 *   <li>that person's details;
 *   <li>those of their departments, and of all above, that we do not have yet;
 *   <li>all of it written in one transaction, see {@link DirectoryStore#arrive};
 *   <li>the page signed.
 * </ol>
 */
final class EmployeeLogins {

  private final Companies companies;
  private final DirectoryStore directory;
  private final Sessions sessions;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param random unpredictable
   */
  EmployeeLogins(
      Companies companies,
      DirectoryStore directory,
      Sessions sessions,
      InstantSource clock,
      RandomGenerator random) {
    this.companies = companies;
    this.directory = directory;
    this.sessions = sessions;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Logs in whoever opened a page inside the vendor's client.
   *
   * @param actor the id of the key that asks
   */
  Map<String, @Nullable Object> login(App app, String code, String url, String actor) {
    PageSigning pages = companies.pages(app);
    Map<String, String> page = Map.of("url", url);
    pages.judge(app, "jsapi", page);
    demandToken(app);
    Secret ticket =
        demand(companies.value(app, "jsapi_ticket"), app, "jsapi_ticket", EmployeeProblems.TICKET);
    Map<String, @Nullable Object> answer =
        arrived(app, userid(app, companies.workplace(app), code), actor);
    answer.put("config", pages.sign(app, "jsapi", ticket, page));
    return answer;
  }

  /** Logs in whoever scanned a QR code, or logged in at the vendor's page, in a browser. */
  Map<String, @Nullable Object> loginInBrowser(App app, String code, String actor) {
    demandToken(app);
    Workplace workplace = companies.workplace(app);
    Finding<String> whose = workplace.unionid(app, code, Companies.ANSWER_WITHIN);
    if (!(whose instanceof Finding.Found<String>(String unionid))) {
      throw EmployeeProblems.ofCode(whose);
    }
    String userid =
        found(
            app,
            companies.ask(
                app, token -> workplace.useridOf(app, token, unionid, Companies.ANSWER_WITHIN)),
            EmployeeProblems::ofPerson);
    return arrived(app, userid, actor);
  }

  private void demandToken(App app) {
    demand(companies.value(app, "access_token"), app, "access_token", EmployeeProblems.TOKEN);
  }

  private Map<String, @Nullable Object> arrived(App app, String userid, String actor) {
    Workplace workplace = companies.workplace(app);
    Colleague person = person(app, workplace, userid);
    List<Department> fetched =
        Lineage.unknown(
            directory, app.name(), person.departments(), id -> fetched(app, workplace, id));
    Instant now = clock.instant();
    String session = sessions.newText();
    Instant end = sessions.end(now);
    Admission.Arrival arrival =
        new Admission.Arrival(
            app.name(),
            person,
            fetched,
            KeyText.newId(random),
            Sessions.id(session),
            now,
            end,
            actor);
    Admitted admitted = admitted(arrival);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("employee", EmployeeAnswers.shown(admitted.employee()));
    answer.put("new_employee", admitted.first());
    answer.put("session", session);
    EmployeeAnswers.putEnd(answer, end, now);
    EmployeeAnswers.putPlace(answer, admitted);
    return answer;
  }

  private Secret demand(Loan<Secret> loan, App app, String kind, int code) {
    return switch (loan) {
      case Loan.Answered<Secret>(Secret value) -> value;
      case Loan.Missing<Secret>(Trouble why) ->
          throw companies.missing(app, kind, why).legacyCode(code).refusal();
    };
  }

  private String userid(App app, Workplace workplace, String code) {
    return found(
        app,
        companies.ask(app, token -> workplace.userid(app, token, code, Companies.ANSWER_WITHIN)),
        EmployeeProblems::ofCode);
  }

  private Colleague person(App app, Workplace workplace, String userid) {
    return found(
        app,
        companies.ask(app, token -> workplace.person(app, token, userid, Companies.ANSWER_WITHIN)),
        EmployeeProblems::ofPerson);
  }

  private <T> T found(App app, Loan<Finding<T>> loan, Function<Finding<?>, Refusal> refusal) {
    return switch (loan) {
      case Loan.Answered<Finding<T>>(Finding.Found<T>(T what)) -> what;
      case Loan.Answered<Finding<T>>(Finding<T> other) -> throw refusal.apply(other);
      case Loan.Missing<Finding<T>>(Trouble why) ->
          throw companies.tokenMissing(app, why).legacyCode(EmployeeProblems.TOKEN).refusal();
    };
  }

  private @Nullable Department fetched(App app, Workplace workplace, long id) {
    Loan<Finding<Department>> loan =
        companies.ask(app, token -> workplace.department(app, token, id, Companies.ANSWER_WITHIN));
    boolean hidden =
        loan instanceof Loan.Answered<Finding<Department>>(Finding.NotThisOne<Department>(var why))
            && workplace.meansHidden(why.code());
    return hidden ? null : found(app, loan, EmployeeProblems::ofPerson);
  }

  private Admitted admitted(Admission.Arrival arrival) {
    try {
      return switch (directory.arrive(arrival)) {
        case Admitted in -> in;
        case Admission.Disabled disabled -> throw EmployeeProblems.disabled();
      };
    } catch (Admission.Failed e) {
      throw EmployeeProblems.notWritten(e);
    }
  }
}
