package dev.millrace.ui.dashboards;

import com.vaadin.flow.component.UI;
import dev.millrace.server.Subscription;
import dev.millrace.server.dashboards.Feeds;
import dev.millrace.server.dashboards.Figures;
import dev.millrace.server.dashboards.Query;
import dev.millrace.ui.push.Newest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Looks at the values of tiles, for one page. */
final class TileWatch implements AutoCloseable {
    private final UI ui;
    private final Feeds feeds;
    private final Map<String, Looking> looking = new HashMap<>();

    private record Looking(Query query, Subscription subscription) {}

    TileWatch(UI ui, Feeds feeds) {
        this.ui = ui;
        this.feeds = feeds;
    }

    /** @param shown told under the page's lock; where the query is the one that is looked at already, nothing changes */
    void look(String id, Query query, Consumer<Figures> shown) {
        Looking before = looking.get(id);
        if (before != null && before.query().equals(query)) {
            return;
        }
        leave(id);
        looking.put(id, new Looking(query, feeds.listen(query, Newest.on(ui, shown))));
    }

    void leave(String id) {
        Looking before = looking.remove(id);
        if (before != null) {
            before.subscription().close();
        }
    }

    @Override
    public void close() {
        looking.values().forEach(l -> l.subscription().close());
        looking.clear();
    }
}
