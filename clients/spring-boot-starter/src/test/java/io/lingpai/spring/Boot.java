package io.lingpai.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotationMetadata;

/** An application with everything that Spring Boot finds by itself on the class path. */
final class Boot {

  private Boot() {}

  static ApplicationContextRunner with(String... properties) {
    return new ApplicationContextRunner()
        .withUserConfiguration(Application.class)
        .withPropertyValues(properties);
  }

  /** The same, whose one official account is WxJava's own: its starter does not start without. */
  static ApplicationContextRunner besideTheirs(String... properties) {
    return with(properties).withPropertyValues("wx.mp.app-id=wx00000000000000ff");
  }

  /** An application for which some packages are not there, nor what others would make of them. */
  static ApplicationContextRunner without(String[] packages, String... properties) {
    return new ApplicationContextRunner()
        .withUserConfiguration(Ours.class)
        .withPropertyValues(properties)
        .withClassLoader(new FilteredClassLoader(packages));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Configuration(proxyBeanMethods = false)
  @Import(OurAutoConfigurations.class)
  static class Ours {}

  /** By name, as Spring Boot does it: some of them are made of classes that are not there. */
  static class OurAutoConfigurations implements DeferredImportSelector {
    @Override
    public String[] selectImports(AnnotationMetadata ignored) {
      return ImportCandidates.load(AutoConfiguration.class, Boot.class.getClassLoader())
          .getCandidates()
          .stream()
          .filter(name -> name.startsWith("io.lingpai."))
          .toArray(String[]::new);
    }
  }
}
