package dev.millrace.server.trouble;

import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.DeploymentId;
import java.util.List;
import java.util.Optional;

/** What is the matter with deployments whose jobs go on, and with the application itself. Looked for all the time; answers at once. */
public interface Troubles {
    /** As seen at the last look, some seconds ago at most; none where it is over. */
    List<Trouble> of(DeploymentId deployment);

    /** That the application's own database does not answer; empty where it does. */
    Optional<Trouble> database();

    /** Calls back after each look that found something else than the one before. The listener must be quick. */
    Subscription listen(Runnable listener);
}
