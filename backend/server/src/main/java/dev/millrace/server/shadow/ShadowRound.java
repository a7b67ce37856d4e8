package dev.millrace.server.shadow;

import dev.millrace.server.instance.LeaderLoop;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Steps every shadow run that has not ended, on the instance that leads; another one lets go of what it has read. */
record ShadowRound(ShadowStore store, ShadowReconciler reconciler) implements LeaderLoop.Round {
    @Override public void run(boolean leads) {
        List<Shadow> active = leads ? store.active() : List.of();
        reconciler.keepOnly(active.stream().map(Shadow::id).collect(Collectors.toSet()));
        RuntimeException trouble = null;
        for (Shadow shadow : active) {
            try {
                reconciler.step(shadow);
            } catch (RuntimeException failed) {
                // One that cannot be brought forward does not hold up the others.
                var told = new IllegalStateException("The shadow run " + shadow.id() + " cannot be brought forward", failed);
                if (trouble == null) {
                    trouble = told;
                } else {
                    trouble.addSuppressed(told);
                }
            }
        }
        if (trouble != null) {
            throw trouble;
        }
    }

    @Override public void ended() {
        reconciler.keepOnly(Set.of());
    }
}
