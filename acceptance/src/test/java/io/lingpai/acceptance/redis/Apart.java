package io.lingpai.acceptance.redis;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Loads {@link WxJavaStorages} with the Jedis of its time in place of ours. */
final class Apart implements AutoCloseable {

  private static final Path OLDER = Path.of("target", "jedis-of-wxjava");

  private final URLClassLoader loader;
  private final Function<Map<String, String>, String> storages;

  @SuppressWarnings("unchecked")
  Apart() throws Exception {
    List<URL> urls = new ArrayList<>();
    try (Stream<Path> jars = Files.list(OLDER)) {
      for (Path jar : jars.toList()) {
        urls.add(jar.toUri().toURL());
      }
    }
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!Path.of(entry).getFileName().toString().startsWith("jedis-")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    storages =
        (Function<Map<String, String>, String>)
            loader.loadClass(WxJavaStorages.class.getName()).getDeclaredConstructor().newInstance();
  }

  String ask(Map<String, String> question) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return storages.apply(question);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
