package dev.millrace.ui.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.router.Location;
import dev.millrace.rel.Topic;
import dev.millrace.server.dashboards.DashboardId;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.workspaces.WorkspaceId;
import java.util.Optional;

/** Addresses of the pages, so that they can lead to each other without knowing each other. */
public final class Places {
    public static final String HOME = "";
    public static final String PIPELINE = "pipelines/:id";
    public static final String TEMPLATES = "templates";
    public static final String TEMPLATE = "templates/:id";
    public static final String DEPLOYMENTS = "deployments";
    /** All deployments, for a screen on the wall. */
    public static final String WALL = "wall";
    public static final String DEPLOYMENT = "deployments/:id";
    public static final String DASHBOARDS = "dashboards";
    public static final String DASHBOARD = "dashboards/:id";
    /** One dashboard, for a screen on the wall. */
    public static final String DASHBOARD_WALL = "dashboards/:id/wall";
    public static final String ALERTS = "alerts";
    public static final String TOPICS = "topics";
    public static final String TOPIC = "topics/:name";
    public static final String CONNECTIONS = "connections";
    public static final String FUNCTIONS = "functions";
    public static final String TOKENS = "tokens";
    /** Groups of people who see templates of each other. */
    public static final String WORKSPACES = "workspaces";
    public static final String WORKSPACE = "workspaces/:id";

    private static final String CLUSTER = "cluster";
    private static final String MADE = "made";
    private static final String OF_WORKSPACE = "workspace";

    private Places() {}

    public static String of(PipelineId pipeline) {
        return PIPELINE.replace(":id", pipeline.toString());
    }

    public static String of(DeploymentId deployment) {
        return DEPLOYMENT.replace(":id", deployment.toString());
    }

    public static String of(DashboardId dashboard) {
        return DASHBOARD.replace(":id", dashboard.toString());
    }

    /** The same on a wall. */
    public static String wallOf(DashboardId dashboard) {
        return DASHBOARD_WALL.replace(":id", dashboard.toString());
    }

    public static String of(WorkspaceId workspace) {
        return WORKSPACE.replace(":id", workspace.toString());
    }

    /** The gallery with the templates of a workspace. */
    public static String templatesOf(WorkspaceId workspace) {
        return TEMPLATES + "?" + OF_WORKSPACE + "=" + workspace;
    }

    /** The workspace whose templates an address asks for. */
    public static Optional<WorkspaceId> workspace(Location location) {
        return location.getQueryParameters().getSingleParameter(OF_WORKSPACE).flatMap(WorkspaceId::parse);
    }

    /** The page of a template, to begin with or to share. @param id of the template, which needs no escaping */
    public static String template(String id) {
        return TEMPLATE.replace(":id", id);
    }

    /** The same, with what is new since this pipeline was made of it. */
    public static String newer(String template, PipelineId made) {
        return template(template) + "?" + MADE + "=" + made;
    }

    /** The pipeline since which an address asks what is new. */
    public static Optional<PipelineId> made(Location location) {
        return location.getQueryParameters().getSingleParameter(MADE).flatMap(PipelineId::parse);
    }

    /** @param topic the name of a topic that exists, which needs no escaping */
    public static String of(Topic topic) {
        return TOPIC.replace(":name", topic.name()) + onCluster(topic.cluster());
    }

    /** The page of the topics of a cluster. */
    public static String topicsOf(String cluster) {
        return TOPICS + onCluster(cluster);
    }

    private static String onCluster(String cluster) {
        return cluster.equals(Topic.DEFAULT_CLUSTER) ? "" : "?" + CLUSTER + "=" + cluster;
    }

    /** The Kafka cluster that an address names; the default one where it names none. */
    public static String cluster(Location location) {
        return location.getQueryParameters().getSingleParameter(CLUSTER).orElse(Topic.DEFAULT_CLUSTER);
    }

    /** A link that changes the page without loading the application anew. */
    public static Anchor link(String place, String text) {
        var link = new Anchor(place.isEmpty() ? "." : place, text);
        link.getElement().setAttribute("router-link", true);
        return link;
    }

    public static void go(String place) {
        var location = new Location(place);
        UI.getCurrent().navigate(location.getPath(), location.getQueryParameters());
    }
}
