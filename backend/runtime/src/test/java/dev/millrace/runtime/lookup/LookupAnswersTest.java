package dev.millrace.runtime.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.table.data.GenericRowData;
import org.junit.jupiter.api.Test;

class LookupAnswersTest {
    private static final GenericRowData ROW = GenericRowData.of(1);

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 50);

    private static List<Object> key(int key) {
        return List.of(key);
    }

    @Test
    void thoseLeastAskedForAreGivenUpFirst() {
        var answers = new LookupAnswers(3, 100, true, clock::get);
        answers.keep(key(1), List.of(ROW));
        answers.keep(key(2), List.of());
        answers.keep(key(3), List.of(ROW));
        assertThat(answers.find(key(1))).containsExactly(ROW);
        answers.keep(key(4), List.of(ROW));
        assertThat(answers.find(key(2))).isNull();
        assertThat(answers.find(key(1))).isNotNull();
        answers.keep(key(5), List.of(ROW, ROW));
        assertThat(answers.find(key(3))).isNull();
        assertThat(answers.find(key(4))).isNull();
        assertThat(answers.find(key(5))).hasSize(2);
        answers.keep(key(6), List.of(ROW, ROW, ROW, ROW));
        assertThat(answers.find(key(6))).as("more than there is room for").isNull();
        assertThat(answers.find(key(5))).hasSize(2);
    }

    @Test
    void anAnswerIsForgottenWhenItsTimeIsOverAlsoWhereTheClockOverflows() {
        var answers = new LookupAnswers(10, 100, true, clock::get);
        answers.keep(key(1), List.of(ROW));
        clock.addAndGet(99);
        assertThat(answers.find(key(1))).isNotNull();
        clock.addAndGet(1);
        assertThat(answers.find(key(1))).isNull();
    }

    @Test
    void missesAreKeptOnlyWhereThatIsWanted() {
        var answers = new LookupAnswers(10, 100, false, clock::get);
        answers.keep(key(1), List.of());
        assertThat(answers.find(key(1))).isNull();
        var nothing = new LookupAnswers(0, 100, true, clock::get);
        nothing.keep(key(1), List.of());
        assertThat(nothing.find(key(1))).isNull();
    }
}
