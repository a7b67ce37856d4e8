package dev.millrace.ui.dashboards;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.page.ColorScheme;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.server.Subscription;
import dev.millrace.server.dashboards.DashboardId;
import dev.millrace.server.dashboards.Dashboards;
import dev.millrace.server.dashboards.Feeds;
import dev.millrace.server.dashboards.StoredDashboard;
import dev.millrace.server.dashboards.UnknownDashboard;
import dev.millrace.server.trouble.Troubles;
import dev.millrace.ui.shell.DatabaseNotice;
import dev.millrace.ui.shell.Places;
import jakarta.annotation.security.PermitAll;

/** One dashboard for a screen on the wall: no controls, dark unless the address says {@code ?theme=light}. */
@Route(value = Places.DASHBOARD_WALL, autoLayout = false)
@PermitAll
@StyleSheet("context://dashboards.css")
public class DashboardWallView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private final transient Dashboards dashboards;
    private final String viewer;
    private final H1 title = new H1();
    private final DashboardBoard board;
    private transient StoredDashboard stored;
    private transient Subscription changes;
    private boolean light;

    public DashboardWallView(Dashboards dashboards, Feeds feeds, Troubles troubles, AuthenticationContext authentication) {
        this.dashboards = dashboards;
        this.viewer = authentication.getPrincipalName().orElseThrow();
        this.board = new DashboardBoard(feeds, null);
        addClassNames("dashboard", "dashboard-wall");
        add(title, new DatabaseNotice(troubles), board);
    }

    @Override public void beforeEnter(BeforeEnterEvent event) {
        light = event.getLocation().getQueryParameters().getSingleParameter("theme").filter("light"::equals).isPresent();
        try {
            stored = event.getRouteParameters().get("id").flatMap(DashboardId::parse).map(id -> dashboards.get(id, viewer))
                    .orElseThrow(() -> new NotFoundException("There is no such dashboard."));
        } catch (UnknownDashboard unknown) {
            throw new NotFoundException(unknown.getMessage() + ".");
        }
        show();
    }

    @Override public String getPageTitle() {
        return stored.dashboard().title() + " · Wall · Millrace";
    }

    private void show() {
        title.setText(stored.dashboard().title());
        board.show(stored.dashboard());
    }

    @Override protected void onAttach(AttachEvent attach) {
        attach.getUI().getPage().setColorScheme(light ? ColorScheme.Value.LIGHT : ColorScheme.Value.DARK);
        changes = dashboards.listen(id -> {
            if (id.equals(stored.id())) {
                attach.getUI().access(() -> {
                    try {
                        stored = dashboards.get(id, viewer);
                        show();
                    } catch (UnknownDashboard gone) {
                        title.setText(stored.dashboard().title() + " (deleted)");
                    }
                });
            }
        });
    }

    @Override protected void onDetach(DetachEvent detach) {
        changes.close();
    }
}
