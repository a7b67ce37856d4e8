package dev.millrace.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.alerts.Condition.Absence;
import dev.millrace.server.alerts.Condition.Change;
import dev.millrace.server.alerts.Condition.Direction;
import dev.millrace.server.alerts.Condition.Flow;
import dev.millrace.server.alerts.Condition.Gap;
import dev.millrace.server.alerts.Condition.InState;
import dev.millrace.server.alerts.Condition.Side;
import dev.millrace.server.alerts.Condition.Threshold;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.design.PipelineId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ConditionJsonTest {
    private static final List<Condition> ALL = List.of(new Threshold(Metric.LAG, Side.ABOVE, 1000), new Threshold(Metric.BUSY, Side.BELOW, 0.5),
            new Change(Metric.LAG, Direction.RISES, 0, Duration.ofMinutes(1)), new Change(Metric.ROWS_IN, Direction.FALLS, 12.5, Duration.ofHours(1)),
            new Absence(Flow.IN, new Gap.Fixed(Duration.ofMinutes(2))), new Absence(Flow.OUT, new Gap.Usual(2.5)),
            new InState(Set.of(Deployment.State.FAILED, Deployment.State.FAILING)));

    private static String refusal(String json) {
        try {
            ConditionJson.read(JsonMapper.builder().build().readTree(json));
            return "taken";
        } catch (RuleRefused refused) {
            return refused.getMessage();
        }
    }

    private static Rule.Wish wish(Condition condition, Optional<PipelineId> pipeline, Optional<NodeId> node, long seconds) {
        return new Rule.Wish("x", pipeline, node, condition, Duration.ofSeconds(seconds), Severity.INFO);
    }

    @Test void whatIsWrittenIsRead() {
        ALL.forEach(condition -> assertThat(ConditionJson.read(ConditionJson.write(condition))).isEqualTo(condition));
    }

    @Test void conditionsAreSaidInWords() {
        assertThat(ALL.stream().map(c -> RuleWords.condition(wish(c, Optional.empty(), Optional.empty(), 90)))).containsExactly(
                "lag is above 1,000 records, for 1 min 30 s", "busy is below 0.5 %, for 1 min 30 s", "lag rises within 1 min, for 1 min 30 s",
                "rows in per second falls by more than 12.5 within 1 h, for 1 min 30 s", "no row comes in for 2 min, for 1 min 30 s",
                "no row goes out for 2.5 times as long as usual, for 1 min 30 s", "it cannot be started or reached or failed, for 1 min 30 s");
    }

    @Test void whatIsNoConditionIsRefusedWithWhatIsAllowed() {
        assertThat(refusal("[]")).contains("'condition' is missing");
        assertThat(refusal("{}")).contains("threshold, change, absence or state");
        assertThat(refusal("{\"type\":\"threshold\",\"metric\":\"LAG\"}")).contains("either 'above' or 'below'");
        assertThat(refusal("{\"type\":\"threshold\",\"metric\":\"LAG\",\"above\":1,\"below\":2}")).contains("either 'above' or 'below'");
        assertThat(refusal("{\"type\":\"threshold\",\"metric\":\"MOOD\",\"above\":1}")).contains("ROWS_IN, ROWS_OUT, LAG").contains("not 'MOOD'");
        assertThat(refusal("{\"type\":\"threshold\",\"metric\":\"LAG\",\"above\":\"1\"}")).contains("'above' is a number");
        assertThat(refusal("{\"type\":\"threshold\",\"metric\":\"LAG\",\"above\":1e999}")).contains("'above' is a number");
        assertThat(refusal("{\"type\":\"change\",\"metric\":\"LAG\",\"rises\":1,\"withinSeconds\":1.5}")).contains("whole number of seconds");
        assertThat(refusal("{\"type\":\"absence\",\"rows\":\"IN\",\"seconds\":99999999999}")).contains("whole number of seconds");
        assertThat(refusal("{\"type\":\"absence\",\"rows\":\"SIDEWAYS\",\"seconds\":60}")).contains("IN, OUT");
        assertThat(refusal("{\"type\":\"state\",\"states\":[\"TIRED\"]}")).contains("FAILED");
    }

    @Test void whatMakesNoRuleIsRefused() {
        var pipeline = Optional.of(PipelineId.random());
        var node = Optional.of(new NodeId("orders"));
        assertThatThrownBy(() -> RuleCheck.checked(wish(ALL.getFirst(), Optional.empty(), Optional.empty(), -1))).hasMessageContaining("one day");
        assertThatThrownBy(() -> RuleCheck.checked(wish(ALL.getFirst(), Optional.empty(), Optional.empty(), 86_401))).hasMessageContaining("one day");
        assertThatThrownBy(() -> RuleCheck.checked(wish(ALL.get(1), Optional.empty(), node, 0))).hasMessageContaining("choose the pipeline too");
        assertThatThrownBy(() -> RuleCheck.checked(wish(ALL.getFirst(), pipeline, node, 0))).hasMessageContaining("leave the node out");
        assertThatThrownBy(() -> RuleCheck.checked(wish(new InState(Set.of()), pipeline, Optional.empty(), 0))).hasMessageContaining("at least one state");
        assertThatThrownBy(() -> RuleCheck.checked(wish(new Absence(Flow.IN, new Gap.Usual(1)), pipeline, Optional.empty(), 0))).hasMessageContaining("more than 1 times");
        assertThatThrownBy(() -> RuleCheck.checked(wish(new Absence(Flow.IN, new Gap.Fixed(Duration.ZERO)), pipeline, Optional.empty(), 0))).hasMessageContaining("5 s to one day");
        assertThatThrownBy(() -> RuleCheck.checked(wish(new Change(Metric.LAG, Direction.RISES, -1, Duration.ofMinutes(1)), pipeline, Optional.empty(), 0))).hasMessageContaining("or more");
        assertThatThrownBy(() -> RuleCheck.name(" ", "rule")).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> RuleCheck.name("a\nb", "rule")).hasMessageContaining("in one line");
        assertThat(RuleCheck.checked(wish(ALL.get(1), pipeline, node, 0)).node()).isEqualTo(node);
    }

    @Test void aTargetIsWhatItSaysAndNothingElse() {
        for (Target target : List.of(new Target.Webhook("ops", Target.Format.SLACK), new Target.Mail(List.of("a@b.example", "c+d@e")), new Target.KafkaTopic("west", "alerts"))) {
            assertThat(TargetJson.read(TargetJson.write(target))).isEqualTo(target);
        }
        for (String bad : List.of("a", "a@b, c@d", "a@b\r\nBcc: x@y", "Ada <a@b>", "a@-b")) {
            assertThatThrownBy(() -> TargetJson.mail(List.of(bad))).as(bad).hasMessageContaining("no address like");
        }
        assertThatThrownBy(() -> TargetJson.mail(List.of())).hasMessageContaining("1 to 20 addresses");
        assertThatThrownBy(() -> TargetJson.topic("default", "a b")).hasMessageContaining("name of a topic");
        assertThatThrownBy(() -> TargetJson.topic("default", "..")).hasMessageContaining("name of a topic");
    }
}
