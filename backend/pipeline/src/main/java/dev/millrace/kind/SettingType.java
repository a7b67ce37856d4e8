package dev.millrace.kind;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What a setting takes. Forms, JSON schema and documentation switch over it; all values are plain JSON in {@code Settings}. */
public sealed interface SettingType {
    record Text(boolean multiline) implements SettingType {}

    record WholeNumber(long min, long max) implements SettingType {}

    /** A number that need not be whole. */
    record DecimalNumber(Optional<BigDecimal> min, Optional<BigDecimal> max) implements SettingType {}

    record YesNo() implements SettingType {}

    /** As a person writes it: "10 min", "1 day 6 h"; written back in the largest whole units. */
    record DurationText(boolean zeroAllowed) implements SettingType {}

    /** A point in time, ISO-8601 in UTC. */
    record InstantText() implements SettingType {}

    /** One of a few values; {@code value} is what documents hold. */
    record Choice(List<Option> options) implements SettingType {
        public record Option(String value, String label) {}
    }

    /** Name of a column of the node's input, or of the columns the node itself declares ({@code ownColumns}). */
    record ColumnName(boolean ownColumns) implements SettingType {}

    /** Flink SQL scalar expression over the node's input; {@code condition}: must be BOOLEAN. */
    record ExpressionText(boolean condition) implements SettingType {}

    /** One query of Flink SQL over the node's inputs by their names. */
    record QueryText() implements SettingType {}

    record TopicName() implements SettingType {}

    /** Name of a Kafka cluster that is set up. */
    record ClusterName() implements SettingType {}

    /** A function of an uploaded jar: "geo@1.distance". */
    record FunctionName() implements SettingType {}

    /** Name of a type, e.g. "DECIMAL(10, 2)". */
    record TypeName() implements SettingType {}

    record ListOf(SettingType element) implements SettingType {}

    /** A group of named fields, in order: one entry of a list of columns, aggregates, conditions. */
    record Fields(List<SettingSpec> fields) implements SettingType {}
}
