package io.lingpai.server.command;

import java.io.PrintStream;
import java.nio.file.Files;

/**
 * What the demonstration prints. Scripts read it too: a label at the start of a line, or {@code
 * curl}, is the same in every language, and {@code Ready.} comes last.
 */
final class DemoWords {

  private DemoWords() {}

  static void print(Terminal terminal, Demo demo) {
    PrintStream out = terminal.out();
    out.println(
        terminal.say(
            "Lingpai is running with sample apps and a sandbox that plays the vendors.",
            "令牌服务已启动，内含示例应用和扮演各平台的沙箱。"));
    out.println();
    out.println("Server:  " + demo.server());
    out.println(
        "Sandbox: "
            + demo.sandbox()
            + terminal.say(
                "   (shows what the vendor holds and was asked)", "   （显示平台持有的凭据和收到的请求）"));
    out.println(
        "Pages:   "
            + demo.pages()
            + "mini  "
            + demo.pages()
            + "crew"
            + terminal.say("   (log in with a browser)", "   （在浏览器中登录）"));
    out.println("Key:     " + demo.key());
    out.println(
        "Admin:   "
            + program(terminal)
            + " app list --server "
            + demo.server()
            + " --key @"
            + demo.adminKey());
    for (Demo.SampleApp app : Demo.APPS) {
      out.printf("App:     %-5s %-16s %s%n", app.name(), app.platform(), app.id());
    }
    out.println(
        "Platform: "
            + demo.platform()
            + terminal.say(
                "   (the account `tenant` authorizes a third-party platform on this page)",
                "   （账号 `tenant` 在此页面授权第三方平台）"));
    out.println();
    out.println(
        terminal.say(
            "A token, and how long it may be used without asking again:", "读取 token，以及多久之内无须再问："));
    out.println(demo.tokenCall());
    out.println();
    out.println(terminal.say("A signature for a page that uses the JS-SDK:", "为使用 JS-SDK 的页面签名："));
    out.println(demo.signatureCall());
    out.println();
    out.println(
        terminal.say(
            "What any WeChat SDK asks, the key standing where the app's secret would:",
            "微信 SDK 会发出的请求，secret 处填密钥："));
    out.println(demo.wireCall());
    out.println();
    out.println(
        terminal.say(
            "Tokens of `news` live ten minutes and are renewed shortly before their end: watch it"
                + " below. Ctrl-C stops it all and leaves nothing behind.",
            "`news` 的 token 有效期只有十分钟，到期前不久续期：可在下方观察。按 Ctrl-C 全部停止，不留下任何文件。"));
    out.println("Ready.");
    out.flush();
  }

  /** As it can be pasted: in a clone the program is not on anybody's path. */
  private static String program(Terminal terminal) {
    return Files.isExecutable(terminal.file("lingpai")) ? "./lingpai" : "lingpai";
  }
}
