package io.lingpai.architecture.offender.dingtalk;

public record SomePlatform() {}
