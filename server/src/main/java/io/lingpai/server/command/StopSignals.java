package io.lingpai.server.command;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * SIGTERM and SIGINT, heard before Java acts on them. Java would end with the status 143 or 130
 * however well the stop went, and whoever watches us could not tell a good end from a bad one.
 *
 * <p>The class that hears signals is exported and documented but has no specification, and naming
 * it draws a warning that nothing turns off: it is found by name instead.
 */
final class StopSignals {

  private static final List<String> SIGNALS = List.of("TERM", "INT");

  private StopSignals() {}

  /**
   * Lets this be told of the first such signal; the second has its usual effect.
   *
   * @return whether signals can be heard here: not if Java was told to leave them alone (-Xrs)
   */
  static boolean tell(Runnable stop) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object usual = handler.getField("SIG_DFL").get(null);
      InvocationHandler heard =
          (proxy, method, arguments) -> {
            if (!method.getName().equals("handle")) {
              return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            signal.getMethod("handle", signal, handler).invoke(null, arguments[0], usual);
            stop.run();
            return null;
          };
      Object ear =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(), new Class<?>[] {handler}, heard);
      for (String name : SIGNALS) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), ear);
      }
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException deaf) {
      return false;
    }
  }
}
