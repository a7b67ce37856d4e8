package dev.millrace.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.alerts.Alert;
import dev.millrace.server.alerts.AlertId;
import dev.millrace.server.alerts.Alerts;
import dev.millrace.server.alerts.Channel;
import dev.millrace.server.alerts.ChannelId;
import dev.millrace.server.alerts.ConditionJson;
import dev.millrace.server.alerts.Message;
import dev.millrace.server.alerts.MessageId;
import dev.millrace.server.alerts.MessageItem;
import dev.millrace.server.alerts.Rule;
import dev.millrace.server.alerts.RuleId;
import dev.millrace.server.alerts.RuleWords;
import dev.millrace.server.alerts.Severity;
import dev.millrace.server.alerts.TargetJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Alerts, rules and channels over REST. */
@RestController
@RequestMapping("/api/v1/alerts")
@Tag(name = "Alerts")
class AlertRequests {
    private static final int MOST = 1_000;

    private final Alerts alerts;

    AlertRequests(Alerts alerts) {
        this.alerts = alerts;
    }

    /** An alert on the wire; what is not there is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AlertBody(String id, String rule, String name, String severity, String state, String words, String pipeline, String pipelineName, String deployment, String node,
            String nodeName, Instant since, Instant firedAt, String acknowledgedBy, Instant acknowledgedAt, Instant resolvedAt) {
        static AlertBody of(Alert a) {
            return new AlertBody(a.id().toString(), a.rule().map(RuleId::toString).orElse(null), a.name(), a.severity().name(), a.state().name(), a.words(),
                    a.pipeline().toString(), a.pipelineName(), a.deployment().toString(), a.node().map(NodeId::value).orElse(null), a.nodeName().orElse(null), a.since(), a.firedAt().orElse(null),
                    a.acknowledged().map(Alert.Acknowledgement::who).orElse(null), a.acknowledged().map(Alert.Acknowledgement::at).orElse(null), a.resolvedAt().orElse(null));
        }
    }

    /**
     * @param pipeline left out: all
     * @param condition see {@link ConditionJson}
     * @param inWords the same for people
     * @param madeBy left out for a rule that was made with the first deployment of its pipeline
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RuleBody(String id, String name, String pipeline, String node, JsonNode condition, String inWords, long forSeconds, String severity, Instant mutedUntil,
            String madeBy) {
        static RuleBody of(Rule r) {
            Rule.Wish w = r.wish();
            return new RuleBody(r.id().toString(), w.name(), w.pipeline().map(p -> p.toString()).orElse(null), w.node().map(NodeId::value).orElse(null),
                    ConditionJson.write(w.condition()), RuleWords.condition(w), w.lasting().toSeconds(), w.severity().name(), r.mutedUntil().orElse(null),
                    r.madeBy().isEmpty() ? null : r.madeBy());
        }
    }

    /**
     * @param pipeline id; left out: all
     * @param node id; left out: each, or the whole
     * @param condition see {@link ConditionJson}
     * @param forSeconds how long it has to hold; left out: 0, at once
     * @param severity INFO, WARNING or CRITICAL; left out: WARNING
     */
    record RuleWish(String name, String pipeline, String node, JsonNode condition, Integer forSeconds, String severity) {
        Rule.Wish parsed() {
            Optional<NodeId> at = Optional.ofNullable(node).map(n -> NodeId.parse(n).orElseThrow(() -> new BadRequest("'node' is no id of a node")));
            return new Rule.Wish(name, Optional.ofNullable(pipeline).map(Ids::pipeline), at, ConditionJson.read(condition), Duration.ofSeconds(forSeconds == null ? 0 : forSeconds),
                    parsedSeverity(severity));
        }
    }

    /** @param until empty: messages are sent again */
    record Mute(Instant until) {}

    /** @param target see {@link TargetJson} */
    record ChannelBody(String id, String name, JsonNode target, String least, String madeBy) {
        static ChannelBody of(Channel c) {
            return new ChannelBody(c.id().toString(), c.wish().name(), TargetJson.write(c.wish().target()), c.wish().least().name(), c.madeBy());
        }
    }

    /** @param least alerts that are less severe are not told; left out: WARNING */
    record ChannelWish(String name, JsonNode target, String least) {
        Channel.Wish parsed() {
            return new Channel.Wish(name, TargetJson.read(target), parsedSeverity(least));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MessageBody(String id, String channel, String state, int tries, String trouble, Instant madeAt, Instant nextTry, List<MessageItem> items) {
        static MessageBody of(Message m) {
            return new MessageBody(m.id().toString(), m.channel().wish().name(), m.state().name(), m.tries(), m.trouble(), m.madeAt(),
                    m.state() == Message.State.WAITING ? m.dueAt() : null, m.items());
        }
    }

    private static Severity parsedSeverity(String word) {
        return word == null ? Severity.WARNING : Arrays.stream(Severity.values()).filter(s -> s.name().equalsIgnoreCase(word)).findFirst()
                .orElseThrow(() -> new BadRequest("A severity is INFO, WARNING or CRITICAL"));
    }

    @GetMapping
    @Operation(summary = "Alerts that are not resolved, worst first; pending ones too")
    List<AlertBody> open() {
        return alerts.open().stream().map(AlertBody::of).toList();
    }

    @GetMapping("/history")
    @Operation(summary = "Resolved alerts, newest first")
    List<AlertBody> history(@RequestParam(defaultValue = "100") int most) {
        return alerts.history(Math.clamp(most, 1, MOST)).stream().map(AlertBody::of).toList();
    }

    @GetMapping("/{id}")
    @Operation(summary = "One alert")
    AlertBody get(@PathVariable String id) {
        return AlertBody.of(alerts.get(alert(id)));
    }

    @PostMapping("/{id}/acknowledge")
    @Operation(summary = "Say that you know of it: it is not told any more")
    AlertBody acknowledge(@PathVariable String id, Principal caller) {
        return AlertBody.of(alerts.acknowledge(alert(id), caller.getName()));
    }

    @GetMapping("/rules")
    @Operation(summary = "Rules by which alerts are raised")
    List<RuleBody> rules() {
        return alerts.rules().stream().map(RuleBody::of).toList();
    }

    @PostMapping("/rules")
    @Operation(summary = "Add a rule")
    ResponseEntity<RuleBody> add(@RequestBody RuleWish wish, Principal caller) {
        Rule made = alerts.add(wish.parsed(), caller.getName());
        return ResponseEntity.created(URI.create("/api/v1/alerts/rules/" + made.id())).body(RuleBody.of(made));
    }

    @GetMapping("/rules/{id}")
    @Operation(summary = "One rule")
    RuleBody rule(@PathVariable String id) {
        return RuleBody.of(alerts.rule(ruleId(id)));
    }

    @PutMapping("/rules/{id}")
    @Operation(summary = "Change a rule")
    RuleBody change(@PathVariable String id, @RequestBody RuleWish wish, Principal caller) {
        return RuleBody.of(alerts.change(ruleId(id), wish.parsed(), caller.getName()));
    }

    @DeleteMapping("/rules/{id}")
    @Operation(summary = "Delete a rule; what it has raised is over")
    ResponseEntity<Void> delete(@PathVariable String id, Principal caller) {
        alerts.delete(ruleId(id), caller.getName());
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/rules/{id}/mute")
    @Operation(summary = "Send no messages of a rule until a time, or send them again")
    RuleBody mute(@PathVariable String id, @RequestBody(required = false) Mute mute, Principal caller) {
        return RuleBody.of(alerts.mute(ruleId(id), Optional.ofNullable(mute).map(Mute::until), caller.getName()));
    }

    @GetMapping("/channels")
    @Operation(summary = "Where messages are sent to")
    List<ChannelBody> channels() {
        return alerts.channels().stream().map(ChannelBody::of).toList();
    }

    @PostMapping("/channels")
    @Operation(summary = "Add a channel; administrators only")
    ResponseEntity<ChannelBody> add(@RequestBody ChannelWish wish, Principal caller) {
        return ResponseEntity.status(201).body(ChannelBody.of(alerts.add(wish.parsed(), caller.getName())));
    }

    @PutMapping("/channels/{id}")
    @Operation(summary = "Change a channel; administrators only")
    ChannelBody change(@PathVariable String id, @RequestBody ChannelWish wish, Principal caller) {
        return ChannelBody.of(alerts.change(channel(id), wish.parsed(), caller.getName()));
    }

    @DeleteMapping("/channels/{id}")
    @Operation(summary = "Delete a channel; what waits for it is not sent. Administrators only")
    ResponseEntity<Void> deleteChannel(@PathVariable String id, Principal caller) {
        alerts.delete(channel(id), caller.getName());
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/channels/{id}/try")
    @Operation(summary = "Send a trial message; administrators only")
    ResponseEntity<Void> tryOut(@PathVariable String id, Principal caller) {
        alerts.tryOut(channel(id), caller.getName());
        return ResponseEntity.accepted().build();
    }

    @GetMapping("/messages")
    @Operation(summary = "Messages that did not arrive, newest first")
    List<MessageBody> undelivered() {
        return alerts.undelivered().stream().map(MessageBody::of).toList();
    }

    @PostMapping("/messages/{id}/send")
    @Operation(summary = "Try an undelivered message at once")
    ResponseEntity<Void> sendAgain(@PathVariable String id) {
        alerts.sendAgain(message(id));
        return ResponseEntity.accepted().build();
    }

    @DeleteMapping("/messages/{id}")
    @Operation(summary = "Give an undelivered message up")
    ResponseEntity<Void> drop(@PathVariable String id) {
        alerts.drop(message(id));
        return ResponseEntity.noContent().build();
    }

    private static AlertId alert(String text) {
        return AlertId.parse(text).orElseThrow(() -> none("alert"));
    }

    private static RuleId ruleId(String text) {
        return RuleId.parse(text).orElseThrow(() -> none("rule"));
    }

    private static ChannelId channel(String text) {
        return ChannelId.parse(text).orElseThrow(() -> none("channel"));
    }

    private static MessageId message(String text) {
        return MessageId.parse(text).orElseThrow(() -> none("message"));
    }

    private static NoSuchThing none(String what) {
        return new NoSuchThing("There is no " + what + " of this id");
    }
}
