package io.lingpai.simulation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A task that can stop in the middle and go on later, on the one thread there is. It is never
 * interrupted and runs no {@code finally} when it is abandoned: exactly what a killed process does,
 * which a thread cannot play.
 *
 * <p>Built on the JDK's own continuations, the ones under virtual threads; they need {@code
 * --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}.
 */
final class Fiber {

  private static final MethodHandle NEW;
  private static final MethodHandle RUN;
  private static final MethodHandle YIELD;
  private static final Object SCOPE;

  static {
    try {
      Class<?> scope = Class.forName("jdk.internal.vm.ContinuationScope");
      Class<?> continuation = Class.forName("jdk.internal.vm.Continuation");
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      SCOPE = scope.getConstructor(String.class).newInstance("simulation");
      NEW =
          lookup
              .findConstructor(
                  continuation, MethodType.methodType(void.class, scope, Runnable.class))
              .asType(MethodType.methodType(Object.class, Object.class, Runnable.class));
      RUN =
          lookup
              .findVirtual(continuation, "run", MethodType.methodType(void.class))
              .asType(MethodType.methodType(void.class, Object.class));
      YIELD =
          lookup
              .findStatic(continuation, "yield", MethodType.methodType(boolean.class, scope))
              .asType(MethodType.methodType(boolean.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "the simulation needs --add-exports java.base/jdk.internal.vm=ALL-UNNAMED", e);
    }
  }

  private final Object continuation;

  Fiber(Runnable body) {
    try {
      this.continuation = (Object) NEW.invokeExact(SCOPE, body);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs until the task parks or ends. */
  void resume() {
    try {
      RUN.invokeExact(continuation);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Called inside a task: goes back to whoever resumed it. */
  static void park() {
    try {
      boolean parked = (boolean) YIELD.invokeExact(SCOPE);
      if (!parked) {
        throw new IllegalStateException("the task holds a lock and cannot stop here");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
