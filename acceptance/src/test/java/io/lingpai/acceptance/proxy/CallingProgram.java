package io.lingpai.acceptance.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import me.chanjar.weixin.common.util.http.hc.DefaultHttpComponentsClientBuilder;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.api.impl.WxMpServiceImpl;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;

/**
 * A service of some team's, run as a process of its own: WxJava with its own token store, called by
 * many threads without a pause until its input ends. Reads and sends, so with and without a body.
 */
final class CallingProgram {

  private static final int TOLD_AT_MOST = 5;
  private static final int PATIENCE_MILLIS = 120_000;

  private final WxMpService wx;
  private final String host;
  private final String openid;
  private final AtomicBoolean working = new AtomicBoolean(true);
  private final AtomicLong calls = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  private CallingProgram(String host, String appid, String key, String openid, int threads) {
    this.host = host;
    this.openid = openid;
    DefaultHttpComponentsClientBuilder pool = DefaultHttpComponentsClientBuilder.get();
    pool.setMaxConnPerHost(threads);
    pool.setMaxTotalConn(threads);
    // It is about tokens: a machine that is busy with other things may take its time.
    pool.setSoTimeout(PATIENCE_MILLIS);
    pool.setConnectionTimeout(PATIENCE_MILLIS);
    pool.setConnectionRequestTimeout(PATIENCE_MILLIS);
    WxMpDefaultConfigImpl config = new WxMpDefaultConfigImpl();
    config.setAppId(appid);
    config.setSecret(key);
    config.setHostConfig(WxMpHostConfig.builder().apiHost(host).build());
    wx = new WxMpServiceImpl();
    wx.setWxMpConfigStorage(config);
    // Were a dead-token answer to come through, it would be seen and not retried.
    wx.setMaxRetryTimes(0);
  }

  /** Takes the address, the app's id, the key, a follower and the number of threads. */
  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[4]);
    new CallingProgram(args[0], args[1], args[2], args[3], threads).run(threads);
  }

  private void run(int threads) throws Exception {
    CountDownLatch begun = new CountDownLatch(threads);
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(Thread.ofPlatform().start(() -> work(begun)));
    }
    begun.await();
    System.out.println("working");
    while (System.in.read() != -1) {
      // Whoever started us says by closing it that it is enough.
    }
    working.set(false);
    for (Thread thread : all) {
      thread.join();
    }
    failures.stream().limit(TOLD_AT_MOST).forEach(failure -> System.out.println("! " + failure));
    System.out.println(calls.get() + " " + failures.size());
  }

  private void work(CountDownLatch begun) {
    boolean first = true;
    for (long i = 0; working.get(); i++) {
      try {
        String answer = i % 2 == 0 ? read() : send();
        if (!answer.contains("\"subscribe\":1") && !answer.contains("\"errcode\":0")) {
          failures.add(answer);
        }
      } catch (Exception e) {
        failures.add(e.toString().replace('\n', ' '));
      }
      calls.incrementAndGet();
      if (first) {
        begun.countDown();
        first = false;
      }
    }
  }

  private String read() throws Exception {
    return wx.get(host + "/cgi-bin/user/info", "openid=" + openid);
  }

  private String send() throws Exception {
    return wx.post(
        host + "/cgi-bin/message/custom/send",
        "{\"touser\":\"" + openid + "\",\"msgtype\":\"text\",\"text\":{\"content\":\"你好\"}}");
  }
}
