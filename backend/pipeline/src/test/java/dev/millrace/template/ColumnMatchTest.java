package dev.millrace.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ColumnMatchTest {
    private static final Schema WANTED = Schema.of(Column.of("id", LogicalType.BIGINT), Column.of("card", LogicalType.STRING), Column.of("ts", LogicalType.TIMESTAMP),
            Column.of("amount", new LogicalType.Decimal(10, 2)), Column.of("merchant", LogicalType.STRING), Column.of("lat", LogicalType.DOUBLE)).withEventTime("ts");

    private static ColumnMatch.Mine mine(String name, LogicalType... types) {
        return new ColumnMatch.Mine(name, List.of(types));
    }

    @Test void namesThatAreEqualOrLikeEachOtherAreProposedWhereTheTypeFits() {
        Map<String, Optional<String>> found = ColumnMatch.propose(WANTED, List.of(mine("paid_at", LogicalType.TIMESTAMP), mine("Card_No", LogicalType.STRING),
                mine("ID", LogicalType.BIGINT), mine("amount", LogicalType.DOUBLE), mine("merchnt", LogicalType.STRING), mine("lat", LogicalType.STRING)), Optional.of("paid_at"));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(Map.of("id", Optional.of("ID"), "card", Optional.of("Card_No"), "ts", Optional.of("paid_at"),
                "amount", Optional.of("amount"), "merchant", Optional.of("merchnt"), "lat", Optional.empty()));
    }

    @Test void noColumnIsProposedTwiceAndTheSurestComesFirst() {
        Schema two = Schema.of(Column.of("order", LogicalType.BIGINT), Column.of("order_id", LogicalType.BIGINT));
        assertThat(ColumnMatch.propose(two, List.of(mine("orderId", LogicalType.BIGINT)), Optional.empty()))
                .containsEntry("order_id", Optional.of("orderId")).containsEntry("order", Optional.empty());
    }

    @Test void aTypeIsThatOfTheTemplateOrOneThatDoesAsWell() {
        assertThat(ColumnMatch.readAs(LogicalType.INT, List.of(LogicalType.BIGINT))).contains(LogicalType.INT);
        assertThat(ColumnMatch.readAs(LogicalType.TIMESTAMP, List.of(LogicalType.BIGINT, LogicalType.TIMESTAMP_LTZ))).contains(LogicalType.TIMESTAMP_LTZ);
        assertThat(ColumnMatch.readAs(LogicalType.TIMESTAMP, List.of(LogicalType.STRING))).isEmpty();
        assertThat(ColumnMatch.readAs(LogicalType.STRING, List.of(LogicalType.BIGINT, LogicalType.STRING))).contains(LogicalType.STRING);
    }
}
