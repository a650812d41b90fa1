package io.lingpai.architecture.offender.jdbc;

public record SomeStore() {}
