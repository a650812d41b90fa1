package io.lingpai.architecture.offender.keeper;

import java.sql.Connection;

public record SpeaksSql(Connection connection) {}
