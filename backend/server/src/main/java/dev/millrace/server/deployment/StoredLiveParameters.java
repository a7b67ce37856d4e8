package dev.millrace.server.deployment;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.kind.fragment.Arguments;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live parameters: written to the database first, then to the topic that the job reads. What could not be sent is sent again until it is.
 *
 * <pre>
 *   person ──▶ parameter_change ──▶ topic ──▶ job          the job takes what has a higher version than what it has
 *                     └──────────────────────▶ plan        of the next job: a restart, an upgrade, a restore
 * </pre>
 */
final class StoredLiveParameters implements LiveParameters {
    private static final Logger LOG = LoggerFactory.getLogger(StoredLiveParameters.class);
    private static final int MOST = 200;

    private final DeploymentStore deployments;
    private final ParameterRows rows;
    private final DesignService designs;
    private final PipelineTopics topics;

    StoredLiveParameters(DeploymentStore deployments, ParameterRows rows, DesignService designs, PipelineTopics topics) {
        this.deployments = deployments;
        this.rows = rows;
        this.designs = designs;
        this.topics = topics;
    }

    /** What a job is planned with; empty where its pipeline reads no live parameter, or ends by itself. */
    Optional<LiveFeed> feed(Deployment deployment, LogicalPlan plan) {
        if (plan.live().isEmpty() || !plan.isEndless()) {
            return Optional.empty();
        }
        // First, so that whatever is set meanwhile has a higher one.
        long version = rows.version();
        Map<String, LiveFeed.Value> set = new HashMap<>();
        now(pipeline(deployment.pipeline(), deployment.revision()), rows.newest(deployment.id())).forEach(n ->
                n.set().ifPresent(s -> set.put(n.parameter().name(), new LiveFeed.Value(s.value(), s.version()))));
        return Optional.of(new LiveFeed(topic(deployment.pipeline()), version, set));
    }

    /** One for all deployments of a pipeline: what its jobs have read of it is part of their state. */
    private static String topic(PipelineId pipeline) {
        return "millrace-parameters-" + pipeline;
    }

    private Pipeline pipeline(PipelineId pipeline, long revision) {
        return designs.open(pipeline, revision).pipeline();
    }

    private Deployment deployment(DeploymentId id) {
        return deployments.find(id).map(DeploymentRow::deployment).orElseThrow(() -> new UnknownDeployment(id));
    }

    @Override public List<Now> of(DeploymentId id) {
        Deployment deployment = deployment(id);
        return now(pipeline(deployment.pipeline(), deployment.revision()), rows.newest(id));
    }

    private static List<Now> now(Pipeline pipeline, List<Change> newest) {
        Map<String, Change> set = newest.stream().collect(Collectors.toMap(Change::name, Function.identity()));
        return pipeline.parameters().stream().filter(p -> p.live() && p.value().isPresent())
                .map(p -> Optional.ofNullable(set.get(p.name())).flatMap(change -> fitting(p, change)).orElseGet(() -> new Now(p, p.value().get(), Optional.empty()))).toList();
    }

    /** What was set in a revision before may be of another type, or beyond the bounds of now. */
    private static Optional<Now> fitting(Parameter parameter, Change change) {
        try {
            return Optional.of(new Now(parameter, Arguments.read(parameter, change.value()), Optional.of(change)));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    @Override public Optional<String> trouble(DeploymentId id) {
        Deployment deployment = deployment(id);
        if (deployment.state().isOver()) {
            return Optional.of("The deployment is over: deploy the pipeline again to set values");
        }
        if (deployment.state() == State.WAITING) {
            return Optional.of("It waits for the deployment before it to end, which holds the values until then");
        }
        boolean endless = designs.open(deployment.pipeline(), deployment.revision()).compilation().plan().filter(LogicalPlan::isEndless).isPresent();
        return endless ? Optional.empty() : Optional.of("What it reads has an end, so live parameters keep their start values: only in a pipeline without end do they change while it runs");
    }

    @Override public Now set(DeploymentId id, String name, Object value, Author author, String reason) {
        List<Now> all = of(id);
        Now now = all.stream().filter(n -> n.parameter().name().equals(name)).findFirst().orElseThrow(() -> new UnknownParameter("There is no live parameter '" + name + "'"
                + (all.isEmpty() ? "; this pipeline has none" : "; there are " + all.stream().map(n -> n.parameter().name()).collect(Collectors.joining(", ")))));
        trouble(id).ifPresent(why -> {
            throw new NotNow(why);
        });
        Object read;
        try {
            read = Arguments.read(now.parameter(), value);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterRefused("'" + now.parameter().title() + "' stays as it is. " + wrong.getMessage());
        }
        String text = Arguments.plain(read);
        String before = Arguments.plain(now.value());
        Change change = rows.add(id, name, text, before, author.name(), reason.strip(), Event.by(author.name(), reason, DeploymentEvent.Type.PARAMETER,
                author.name() + " set '" + now.parameter().title() + "' from " + before + " to " + text));
        send(change);
        return new Now(now.parameter(), read, Optional.of(change));
    }

    private boolean send(Change change) {
        try {
            Deployment deployment = deployment(change.deployment());
            topics.tell(topic(deployment.pipeline()), change.name(), new SentChange(change).json());
            rows.sent(change);
            return true;
        } catch (PipelineTopics.Unavailable | PipelineTopics.Refused away) {
            LOG.warn("Version {} of the live parameter {} could not be sent, trying again: {}", change.version(), change.name(), away.getMessage());
            return false;
        }
    }

    /** Sends what could not be sent before, in order. */
    void sendAgain() {
        for (Change change : rows.unsent()) {
            if (!send(change)) {
                return;
            }
        }
    }

    @Override public List<Change> history(DeploymentId id) {
        deployment(id);
        return rows.line(id, MOST);
    }

    @Override public List<Now> staying(DeploymentId of, PipelineId pipeline, long revision) {
        return now(pipeline(pipeline, revision), rows.newest(of)).stream().filter(n -> n.set().isPresent() && !n.value().equals(n.parameter().value().orElseThrow())).toList();
    }
}
