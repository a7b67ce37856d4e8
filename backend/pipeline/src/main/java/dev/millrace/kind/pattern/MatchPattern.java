package dev.millrace.kind.pattern;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Condition;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.rel.StatefulRel;
import dev.millrace.rel.StatefulRel.MatchPattern.Resume;
import dev.millrace.schema.Column;
import dev.millrace.schema.Expression;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds rows of one key that follow each other as the steps say, in the order of event time.
 *
 * <pre>
 *   steps:  small (amount &lt; 1)   big (amount &gt; 500)
 *
 *   card 7  ──  0.50 ──  900 ─────────  0.20 ──  30 ──  700 ──▶
 *               small    big            small    ✗
 *               ╰── a match ╯
 * </pre>
 *
 * A row that fits no step ends the attempt, unless the next step may come later. In conditions a column alone is of the row at
 * hand; {@code small.amount} is of the last row of the step small, {@code FIRST(small.amount)} of its first. Measures are
 * written so too, and may aggregate the rows of a step: {@code SUM(small.amount)}. The event time of the result is that of the
 * last row matched, in match_time.
 */
@Kind(id = "pattern.match", title = "Pattern", group = Group.PATTERNS, icon = "pattern",
        summary = "Finds rows that follow each other in steps with conditions, and gives one row for each match")
public record MatchPattern(
        @Setting(label = "Partition by", help = "Rows with equal values are looked at together; empty: all rows") List<ColumnRef> keys,
        @Setting(label = "Steps", atLeastOne = true, inSequence = true, help = "What follows what, in order of event time") List<Step> steps,
        @Setting(label = "Within", help = "A match takes at most so long from its first to its last row") Optional<PositiveDuration> within,
        @Setting(label = "After a match", preset = "past-last-row", help = "Where the next match may begin") After after,
        @Setting(label = "Step to resume at", help = "For first or last of step: the row of it where the next match may begin") Optional<String> resumeAt,
        @Setting(label = "Measures", help = "Values over the steps, such as LAST(big.amount) or COUNT(small.id)") List<Measure> measures)
        implements Operator {

    static final MatchPattern EXAMPLE = new MatchPattern(List.of(new ColumnRef("id")),
            List.of(new Step("small", Optional.of(new Condition("amount < 1")), Times.ONCE, Optional.empty(), Optional.empty(), false, false),
                    new Step("big", Optional.of(new Condition("amount > 500")), Times.ONCE, Optional.empty(), Optional.empty(), false, true)),
            Optional.of(PositiveDuration.of("10 min")), After.PAST_LAST_ROW, Optional.empty(),
            List.of(new Measure("amount", new Expression("big.amount"))));
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,49}");
    private static final String MATCH_TIME = "match_time";
    private static final Duration LONGEST = Duration.ofDays(999);
    private static final long MOST_TIMES = 1_000;

    public record Step(@Setting(label = "Name", help = "A word, which conditions and measures use") String name,
            @Setting(label = "Condition", help = "Empty: any row") Optional<Condition> condition,
            @Setting(label = "How often", preset = "once") Times times,
            @Setting(label = "At least", max = MOST_TIMES, help = "For times") Optional<Long> least,
            @Setting(label = "At most", max = MOST_TIMES, help = "For times; empty: any number") Optional<Long> most,
            @Setting(label = "As few as possible", preset = "false", help = "Else as many rows as possible") boolean few,
            @Setting(label = "May come later", preset = "false", help = "Other rows may come between the step before and this one") boolean later) {

        private long atLeast() {
            return switch (times) {
                case ONCE, ONE_OR_MORE -> 1;
                case OPTIONAL, ANY_NUMBER -> 0;
                case TIMES -> least.orElse(1L);
            };
        }

        private Optional<Long> atMost() {
            return switch (times) {
                case ONCE, OPTIONAL -> Optional.of(1L);
                case ONE_OR_MORE, ANY_NUMBER -> Optional.empty();
                case TIMES -> most;
            };
        }

        /** Whether it goes on for as long as rows fit, so that only the row after it tells its end. */
        private boolean takesAll() {
            return !few && times != Times.OPTIONAL && !atMost().equals(Optional.of(atLeast()));
        }

        private String glimpse() {
            return (later ? "… " : "") + name + switch (times) {
                case ONCE -> "";
                case OPTIONAL -> "?";
                case ONE_OR_MORE -> "+";
                case ANY_NUMBER -> "*";
                case TIMES -> " " + atLeast() + "–" + most.map(String::valueOf).orElse("");
            };
        }
    }

    public enum Times { ONCE, OPTIONAL, ONE_OR_MORE, ANY_NUMBER, TIMES }

    public enum After { PAST_LAST_ROW, NEXT_ROW, FIRST_OF_STEP, LAST_OF_STEP }

    public record Measure(@Setting(label = "Name") String name, @Setting(label = "Value") Expression value) {}

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        at.needsAppend(in, "A pattern looks at each row once", "Put it before what groups or joins");
        List<Column> columns = new ArrayList<>();
        var names = new HashSet<>(Set.of(MATCH_TIME));
        for (int i = 0; i < keys.size(); i++) {
            String path = "keys[" + i + "]";
            if (in.eventTime().filter(keys.get(i).name()::equals).isPresent()) {
                at.error(Code.BAD_SETTING, path, "'" + keys.get(i).name() + "' is the event time, and rows of one moment do not follow each other",
                        "Choose by whom or what rows belong together, such as a user, a card or a device");
            }
            at.column(path, keys.get(i).name(), in).filter(c -> at.isNew(path, c.name(), names, "Rename it in a Map before this")).ifPresent(columns::add);
        }
        if (in.eventTime().isEmpty()) {
            at.error(Code.NO_EVENT_TIME, "The input has no event time, so it is not known what follows what",
                    "Set Event time in the source, and keep the column unchanged on the way");
            return Optional.empty();
        }
        boolean named = checkNames(in, at);
        checkSteps(at);
        checkResume(at);
        if (within.filter(w -> w.value().compareTo(LONGEST) > 0).isPresent()) {
            at.error(Code.BAD_SETTING, "within", "A match can take at most 999 days", "Choose a shorter time");
        }
        at.unboundedState("within", within, "rows that may still become a match");
        if (!named) {
            return Optional.empty();
        }
        conditions(in, at);
        for (Rel.Named measure : measures(in, names, at)) {
            // A step that is optional may have no row.
            columns.add(new Column(measure.name(), measure.value().type(), true));
        }
        LogicalType time = in.column(in.eventTime().get()).orElseThrow().type();
        columns.add(new Column(MATCH_TIME, time instanceof LogicalType.Instant ? LogicalType.TIMESTAMP_LTZ : LogicalType.TIMESTAMP, false));
        return Optional.of(Schema.of(columns).withEventTime(MATCH_TIME));
    }

    private List<String> names() {
        return steps.stream().map(Step::name).toList();
    }

    private boolean checkNames(Schema in, Scope at) {
        boolean good = !steps.isEmpty();
        var seen = new HashSet<String>();
        for (int i = 0; i < steps.size(); i++) {
            String path = "steps[" + i + "].name";
            String name = steps.get(i).name();
            boolean plain = NAME.matcher(name).matches();
            if (!plain) {
                at.error(Code.BAD_SETTING, path, "'" + name + "' cannot name a step", "Use letters, digits and underscores, and begin with a letter");
            } else if (in.column(name).isPresent()) {
                at.error(Code.DUPLICATE_NAME, path, "The input has a column '" + name + "' too, so a condition could mean either", "Choose another name");
            } else if (!seen.add(name)) {
                at.error(Code.DUPLICATE_NAME, path, "Two steps are called '" + name + "'", "Choose another name");
            } else {
                continue;
            }
            good = false;
        }
        return good;
    }

    private void checkSteps(Scope at) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            String path = "steps[" + i + "]";
            if (step.times() != Times.TIMES && (step.least().isPresent() || step.most().isPresent())) {
                at.warning(Code.UNKNOWN_SETTING, path + ".times", "At least and At most do nothing here", "Choose times");
            } else if (step.atMost().filter(m -> m < 1 || m < step.atLeast()).isPresent()) {
                at.error(Code.BAD_SETTING, path + ".most", "At most is less than at least", "Choose a larger number");
            }
            if (step.few() && step.times() == Times.OPTIONAL) {
                at.error(Code.BAD_SETTING, path + ".few", "An optional step takes its row where there is one", "Switch it off");
            }
            if (i == 0 && step.later()) {
                at.error(Code.BAD_SETTING, path + ".later", "Before the first step there is nothing it could come later than", "Switch it off");
            }
        }
        for (int i = 1; i < steps.size(); i++) {
            Step next = steps.get(i);
            if (steps.get(i - 1).takesAll() && (next.later() || next.atLeast() == 0)) {
                at.error(Code.BAD_SETTING, "steps[" + (i - 1) + "].times", "It takes as many rows as possible, so what follows must come at once, but '"
                        + next.name() + "' may come later or be missing", "Choose as few as possible, or let '" + next.name() + "' follow at once");
            }
        }
        if (!steps.isEmpty() && steps.getLast().takesAll()) {
            at.error(Code.BAD_SETTING, "steps[" + (steps.size() - 1) + "].times", "The last step cannot take as many rows as possible, since nothing ends it",
                    "Choose as few as possible, or add a step for what ends it");
        }
        if (!steps.isEmpty() && steps.stream().allMatch(s -> s.atLeast() == 0)) {
            at.error(Code.BAD_SETTING, "steps", "Each step may be missing, so nothing at all would be a match", "Let one step be needed");
        }
    }

    private void checkResume(Scope at) {
        if (after == After.PAST_LAST_ROW || after == After.NEXT_ROW) {
            return;
        }
        if (resumeAt.isEmpty()) {
            at.error(Code.MISSING_SETTING, "resumeAt", "Step to resume at is not set", "Choose a step");
            return;
        }
        int index = names().indexOf(resumeAt.get());
        if (index < 0) {
            at.error(Code.BAD_SETTING, "resumeAt", "There is no step '" + resumeAt.get() + "'", "There is: " + String.join(", ", names()));
        } else if (index == 0) {
            at.error(Code.BAD_SETTING, "resumeAt", "A match that begins where the last one did would be found again for ever", "Choose a later step");
        } else if (steps.get(index).atLeast() == 0) {
            at.error(Code.BAD_SETTING, "resumeAt", "'" + resumeAt.get() + "' may be missing in a match", "Choose a step that is needed");
        }
    }

    private List<Optional<Scalar>> conditions(Schema in, Scope at) {
        var typed = new ArrayList<Optional<Scalar>>();
        for (int i = 0; i < steps.size(); i++) {
            String path = "steps[" + i + "].condition";
            typed.add(steps.get(i).condition().flatMap(c -> at.overSteps(path, c, in, names())));
        }
        return typed;
    }

    private List<Rel.Named> measures(Schema in, Set<String> names, Scope at) {
        var computed = new ArrayList<Rel.Named>();
        for (int i = 0; i < measures.size(); i++) {
            String path = "measures[" + i + "]";
            Measure measure = measures.get(i);
            var value = at.overSteps(path + ".value", measure.value(), in, names());
            if (!measure.name().isEmpty() && at.isNew(path + ".name", measure.name(), names, "Choose another name")) {
                value.ifPresent(v -> computed.add(new Rel.Named(measure.name(), v)));
            }
        }
        return computed;
    }

    @Override public Rel lower(Rel in, Scope at) {
        Schema schema = in.schema();
        var conditions = conditions(schema, at);
        var lowered = new ArrayList<StatefulRel.MatchPattern.Step>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            lowered.add(new StatefulRel.MatchPattern.Step(step.name(), conditions.get(i), step.later(), step.atLeast(), step.atMost(), step.few()));
        }
        boolean atStep = after == After.FIRST_OF_STEP || after == After.LAST_OF_STEP;
        return new StatefulRel.MatchPattern(in, keys.stream().map(ColumnRef::name).toList(), schema.eventTime().orElseThrow(), lowered,
                within.map(PositiveDuration::value), new Resume(Resume.Place.valueOf(after.name()), resumeAt.filter(s -> atStep)),
                measures(schema, new HashSet<>(), at), MATCH_TIME, infer(schema, at).orElseThrow());
    }

    @Override public String glimpse() {
        return steps.stream().map(Step::glimpse).collect(Collectors.joining(" → ")) + within.map(w -> " within " + w).orElse("");
    }
}
