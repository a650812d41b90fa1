package io.lingpai.architecture.offender.server.config;

import io.vertx.core.Vertx;

public record NamesTheWebLibrary(Vertx vertx) {}
