package dev.millrace.ui.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.design.PipelineId;

/** Addresses of the pages, so that they can lead to each other without knowing each other. */
public final class Places {
    public static final String HOME = "";
    public static final String PIPELINE = "pipelines/:id";
    public static final String DEPLOYMENTS = "deployments";
    public static final String DEPLOYMENT = "deployments/:id";
    public static final String TOPICS = "topics";
    public static final String TOPIC = "topics/:name";
    public static final String CONNECTIONS = "connections";
    public static final String FUNCTIONS = "functions";
    public static final String TOKENS = "tokens";

    private Places() {}

    public static String of(PipelineId pipeline) {
        return PIPELINE.replace(":id", pipeline.toString());
    }

    public static String of(DeploymentId deployment) {
        return DEPLOYMENT.replace(":id", deployment.toString());
    }

    /** @param topic the name of a topic that exists, which needs no escaping */
    public static String ofTopic(String topic) {
        return TOPIC.replace(":name", topic);
    }

    /** A link that changes the page without loading the application anew. */
    public static Anchor link(String place, String text) {
        var link = new Anchor(place.isEmpty() ? "." : place, text);
        link.getElement().setAttribute("router-link", true);
        return link;
    }

    public static void go(String place) {
        UI.getCurrent().navigate(place);
    }
}
