package io.lingpai.acceptance.javaclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.client.EmployeeLogin;
import io.lingpai.client.LingpaiClient;
import io.lingpai.client.LingpaiProblem;
import io.lingpai.client.Login;
import io.lingpai.client.LoginRequest;
import io.lingpai.sandbox.dingtalk.Desk;
import io.lingpai.sandbox.wechat.Users;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins elsewhere than in a mini program, with the Java client. */
class OtherLoginsTest {

  private static final String PAGE = "https://crew.example.com/h5/index.html?name=%E5%BC%A0#/home";

  private Ground ground;

  @BeforeEach
  void open(@TempDir Path data) throws Exception {
    ground = new Ground();
    ground.node(Map.of("LINGPAI_DATA", data.toString()));
  }

  @AfterEach
  void close() {
    ground.close();
  }

  @Test
  void the_visitor_of_a_web_page_logs_in_once_however_often_it_is_asked() throws Exception {
    WeChatApp app = ground.app("shop", false, Duration.ofHours(2));
    LingpaiClient client = ground.client("login:shop");
    Users users = ground.sandbox.wechat().users(app.appid());
    String visitor = users.add(true);
    LoginRequest request = LoginRequest.ofCode(users.consents(visitor, "snsapi_base"));

    Login login = client.oauthLogin("shop", request);

    assertThat(login.member().openid()).isEqualTo(visitor);
    assertThat(login.scope()).contains("snsapi_base");
    assertThat(login.snapshotUser()).isFalse();
    assertThat(client.oauthLogin("shop", request).session()).isEqualTo(login.session());
    assertThat(client.introspect(login.session()).member())
        .hasValueSatisfying(member -> assertThat(member.openid()).isEqualTo(visitor));
  }

  @Test
  void an_employee_logs_in_on_a_page_and_in_a_browser() throws Exception {
    Desk desk = ground.company("crew");
    LingpaiClient client = ground.client("login:crew", "sign:crew");

    EmployeeLogin first = client.employeeLogin("crew", desk.opens("zhang"), PAGE);
    EmployeeLogin second = client.employeeLoginInBrowser("crew", desk.consents("zhang"));

    assertThat(first.employee().userid()).isEqualTo("zhang");
    assertThat(first.employee().name()).isEqualTo("张三");
    assertThat(first.newEmployee()).isTrue();
    assertThat(second.newEmployee()).isFalse();
    assertThat(second.employee().id()).isEqualTo(first.employee().id());
    assertThat(first.all()).containsKeys("power", "department", "top_department", "company");
    assertThat(first.toString()).doesNotContain(first.session());
    assertThat(first.config())
        .hasValueSatisfying(
            config -> assertThat(config.config()).containsKeys("agentId", "corpId", "timeStamp"));
    assertThat(second.config()).isEmpty();
    assertThat(client.signature("crew", PAGE).signature()).isNotEmpty();

    assertThat(client.introspect(first.session()).employee())
        .hasValueSatisfying(employee -> assertThat(employee.userid()).isEqualTo("zhang"));
    assertThat(client.introspect(first.session()).member()).isEmpty();
    client.revoke(first.session());
    assertThat(client.introspect(first.session()).active()).isFalse();
  }

  @Test
  void an_employees_code_is_good_once_and_says_so() throws Exception {
    Desk desk = ground.company("crew");
    LingpaiClient client = ground.client("login:crew");
    String code = desk.opens("zhang");
    client.employeeLogin("crew", code, PAGE);

    assertThatThrownBy(() -> client.employeeLogin("crew", code, PAGE))
        .isInstanceOfSatisfying(
            LingpaiProblem.class,
            problem -> {
              assertThat(problem.slug()).isEqualTo("code-invalid");
              assertThat(problem.legacyCode()).contains(1103L);
            });
  }
}
