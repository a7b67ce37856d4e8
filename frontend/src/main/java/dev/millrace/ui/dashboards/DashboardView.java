package dev.millrace.ui.dashboards;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.compile.Compiler;
import dev.millrace.document.DocumentRefused;
import dev.millrace.server.Subscription;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.DashboardDocument;
import dev.millrace.server.dashboards.DashboardId;
import dev.millrace.server.dashboards.Dashboards;
import dev.millrace.server.dashboards.Feeds;
import dev.millrace.server.dashboards.StaleDashboard;
import dev.millrace.server.dashboards.StoredDashboard;
import dev.millrace.server.dashboards.Tile;
import dev.millrace.server.dashboards.Tile.Place;
import dev.millrace.server.dashboards.UnknownDashboard;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.kafka.TopicCatalog;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.ui.chart.Csv;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import jakarta.annotation.security.PermitAll;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One dashboard. Its owner arranges it and changes its tiles; what is changed is stored at once. Everybody else who has its link looks. */
@Route(Places.DASHBOARD)
@PermitAll
@StyleSheet("context://dashboards.css")
public class DashboardView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private final transient Dashboards dashboards;
    private final transient Author author;
    private final DashboardBoard board;
    private final TilePanel panel;
    private final Div head = new Div();
    private final Div nothing = new Div();
    private final Paragraph description = new Paragraph();
    private transient StoredDashboard stored;
    private transient Subscription changes;
    private boolean editing;

    public DashboardView(Dashboards dashboards, Feeds feeds, DesignService designs, DeploymentService deployments, TopicCatalog catalog, Compiler compiler,
            AuthenticationContext authentication) {
        this.dashboards = dashboards;
        this.author = Author.of(authentication.getPrincipalName().orElseThrow());
        this.board = new DashboardBoard(feeds, new TileCard.Deeds() {
            @Override public void edit(Tile tile) {
                panel.edit(tile);
            }

            @Override public void copy(Tile tile) {
                var place = new Place(tile.place().x(), stored.dashboard().bottom(), tile.place().w(), tile.place().h());
                change(d -> d.with(new Tile(d.freeId(tile.title()), tile.type(), tile.title(), place, tile.source(), tile.options())));
            }

            @Override public void delete(Tile tile) {
                change(d -> d.without(tile.id()));
                Notices.tell("“" + tile.title() + "” was deleted");
            }
        });
        this.panel = new TilePanel(feeds, new TileSources(designs, deployments, catalog, compiler), this::keep);
        addClassNames("dashboard", "dashboard-page");
        head.addClassNames("page-head", "dashboard-head");
        description.addClassName("dashboard-description");
        nothing.addClassName("dashboard-empty");
        board.onArranged(this::arrange);
        var columns = new Div(new Div(nothing, board), panel);
        columns.addClassName("dashboard-columns");
        add(head, description, columns);
    }

    @Override public void beforeEnter(BeforeEnterEvent event) {
        try {
            stored = event.getRouteParameters().get("id").flatMap(DashboardId::parse).map(id -> dashboards.get(id, author.name()))
                    .orElseThrow(() -> new NotFoundException("There is no such dashboard."));
        } catch (UnknownDashboard unknown) {
            throw new NotFoundException(unknown.getMessage() + ".");
        }
        // Whoever comes to an empty one comes to fill it.
        editing = stored.dashboard().tiles().isEmpty() && dashboards.mayChange(stored, author.name());
        show();
    }

    @Override public String getPageTitle() {
        return stored.dashboard().title() + " · Dashboard · Millrace";
    }

    private void show() {
        boolean mine = dashboards.mayChange(stored, author.name());
        head.removeAll();
        var by = new Span((stored.everybody() ? "Everybody sees it" : "Private") + ", by " + stored.owner());
        by.addClassName("field-help");
        head.add(new H1(stored.dashboard().title()), by, new Span());
        if (mine) {
            var edit = new Button(editing ? "Done" : "Edit", e -> setEditing(!editing));
            edit.addThemeVariants(ButtonVariant.LUMO_SMALL);
            edit.getElement().setAttribute("aria-pressed", Boolean.toString(editing));
            if (editing) {
                var add = new Button("Add tile", e -> panel.add(stored.dashboard()));
                add.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_PRIMARY);
                head.add(add);
            }
            head.add(edit, tertiary("Settings…", () -> new SettingsDialog(stored, this::settle, this::confirmDelete).open()));
        } else {
            head.add(tertiary("Make a copy", this::copy));
        }
        head.add(tertiary("Copy link", this::copyLink), download(), wall());
        description.setText(stored.dashboard().description());
        description.setVisible(!stored.dashboard().description().isEmpty());
        board.show(stored.dashboard());
        board.setEditing(editing && mine);
        empty(mine);
    }

    private static Button tertiary(String text, Runnable does) {
        var button = new Button(text, e -> does.run());
        button.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
        return button;
    }

    private Anchor download() {
        byte[] file = DashboardDocument.write(stored.dashboard()).getBytes(StandardCharsets.UTF_8);
        String name = Csv.fileName(stored.dashboard().title(), ".yaml");
        var link = new Anchor(DownloadHandler.fromInputStream(e -> new DownloadResponse(new ByteArrayInputStream(file), name, "application/yaml", file.length)), "Download");
        link.getElement().setAttribute("title", "Its document, to import elsewhere");
        link.addClassName("page-action");
        return link;
    }

    private Anchor wall() {
        Anchor wall = Places.link(Places.wallOf(stored.id()), "On the wall");
        wall.setTitle("Without controls, for a screen that everybody sees");
        wall.addClassName("page-action");
        return wall;
    }

    private void copyLink() {
        getElement().executeJs("navigator.clipboard && navigator.clipboard.writeText(new URL($0, document.baseURI).href)", Places.of(stored.id()));
        Notices.tell(stored.everybody() ? "The link to this page was copied; whoever can sign in can look"
                : "The link was copied, but the dashboard is private. Choose under Settings that everybody sees it");
    }

    private void empty(boolean mine) {
        nothing.removeAll();
        nothing.setVisible(stored.dashboard().tiles().isEmpty());
        if (stored.dashboard().tiles().isEmpty()) {
            nothing.add(new H2("No tiles yet"), new Paragraph("A tile shows a number of a pipeline, such as its throughput, or values of the rows in a topic or on an edge: "
                    + "as a number, a gauge, lines, bars, a table of the largest, or a heat map."));
            if (mine) {
                nothing.add(new Button("Add the first tile", e -> panel.add(stored.dashboard())));
            }
        }
    }

    private void setEditing(boolean now) {
        editing = now;
        panel.close();
        show();
    }

    private void keep(Tile tile) {
        change(d -> d.with(tile));
    }

    private void arrange(Map<String, Place> places) {
        if (editing) {
            change(d -> d.withTiles(d.tiles().stream().map(t -> places.containsKey(t.id()) ? t.at(places.get(t.id())) : t).toList()));
        }
    }

    private void change(UnaryOperator<Dashboard> how) {
        Dashboard changed = how.apply(stored.dashboard());
        if (!changed.equals(stored.dashboard())) {
            store(changed, stored.everybody());
        }
    }

    private void settle(Dashboard changed, boolean everybody) {
        store(changed, everybody);
    }

    private void store(Dashboard changed, boolean everybody) {
        try {
            stored = dashboards.replace(stored.id(), stored.version(), changed, everybody, author);
        } catch (StaleDashboard stale) {
            Notices.warn("Somebody changed this dashboard just now, so your last change was not taken. You see the newest; do it again");
            stored = dashboards.get(stored.id(), author.name());
        } catch (UnknownDashboard | AdministratorsOnly | DocumentRefused refused) {
            Notices.warn(refused.getMessage());
        }
        show();
    }

    private void copy() {
        Dashboard of = stored.dashboard();
        String title = of.title().length() > Dashboard.LONGEST_TITLE - 7 ? of.title() : of.title() + " (copy)";
        Places.go(Places.of(dashboards.create(of.withWords(title, of.description()), false, author).id()));
    }

    private void confirmDelete() {
        var dialog = new ConfirmDialog("Delete “" + stored.dashboard().title() + "”?", "Its link leads nowhere then. It can be downloaded before and imported again.", "Delete", e -> {
            try {
                dashboards.delete(stored.id(), author);
                Notices.tell("“" + stored.dashboard().title() + "” was deleted");
            } catch (UnknownDashboard | AdministratorsOnly refused) {
                Notices.warn(refused.getMessage());
            }
            Places.go(Places.DASHBOARDS);
        });
        dialog.setCancelable(true);
        dialog.setConfirmButtonTheme("error primary");
        dialog.open();
    }

    @Override protected void onAttach(AttachEvent attach) {
        changes = dashboards.listen(id -> {
            if (id.equals(stored.id())) {
                attach.getUI().access(() -> refresh(id));
            }
        });
    }

    /** Somebody has changed it, perhaps this page itself. */
    private void refresh(DashboardId id) {
        try {
            StoredDashboard newest = dashboards.get(id, author.name());
            if (newest.version() > stored.version()) {
                stored = newest;
                show();
            }
        } catch (UnknownDashboard gone) {
            Notices.warn("This dashboard was deleted, or its owner keeps it private now");
        }
    }

    @Override protected void onDetach(DetachEvent detach) {
        changes.close();
    }
}
