package dev.millrace.ui.fleet;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.PipelineTags;
import dev.millrace.ui.push.Newest;
import dev.millrace.ui.shell.Places;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** All deployments with their health in one look, the worst first. */
@Route(Places.DEPLOYMENTS)
@PageTitle("Deployments · Millrace")
@PermitAll
@StyleSheet("context://fleet.css")
public class FleetView extends Main {
    private static final String WITHOUT = "Without a tag";
    private static final Comparator<String> IN_ORDER = Comparator.<String, Boolean>comparing(WITHOUT::equals).thenComparing(Comparator.naturalOrder());

    private enum Grouping {
        NONE("Not grouped"), OWNER("By who deployed them"), CLUSTER("By cluster"), TAG("By tag");

        private final String word;

        Grouping(String word) {
            this.word = word;
        }

        /** One with several tags is in the group of each. */
        private List<String> of(Ship ship) {
            return switch (this) {
                case NONE -> List.of("");
                case OWNER -> List.of(ship.deployment().deployedBy());
                case CLUSTER -> List.of("Cluster " + ship.deployment().cluster());
                case TAG -> ship.tags().words().isEmpty() ? List.of(WITHOUT) : ship.tags().list();
            };
        }
    }

    private final transient FleetFeed feed;
    private final Map<Health, Button> chips = new EnumMap<>(Health.class);
    private final Set<Health> wanted = EnumSet.noneOf(Health.class);
    private final TextField search = new TextField();
    private final Select<Grouping> grouping = new Select<>();
    private final MultiSelectComboBox<String> tagged = new MultiSelectComboBox<>();
    private transient Set<String> offered = Set.of();
    private final Div groups = new Div();
    private final NavigableMap<String, FleetGrid> grids = new TreeMap<>(IN_ORDER);
    private final Div nothing = new Div();
    private String whyNothing;
    private final Div tools = new Div();
    private final ChosenActions actions;
    private transient Fleet fleet;
    private transient Subscription subscription = () -> { };

    FleetView(DeploymentService deployments, FleetFeed feed, PipelineTags tags, AuthenticationContext authentication) {
        this.feed = feed;
        actions = new ChosenActions(deployments, tags, Author.of(authentication.getPrincipalName().orElseThrow()), () -> grids.values().forEach(FleetGrid::deselectAll));
        addClassNames("plain-page", "wide-page", "fleet");
        search.setPlaceholder("Search by pipeline, tag, cluster or person");
        search.setAriaLabel("Search");
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.addValueChangeListener(e -> refresh());
        grouping.setAriaLabel("Group");
        grouping.setItems(Grouping.values());
        grouping.setItemLabelGenerator(g -> g.word);
        grouping.setValue(Grouping.NONE);
        grouping.addValueChangeListener(e -> {
            groups.removeAll();
            grids.clear();
            refresh();
        });
        Anchor wall = Places.link(Places.WALL, "On the wall");
        wall.setTitle("Large and dark, without controls, for a screen that everybody sees");
        var head = new Div(new H1("Deployments"), new Span(), wall);
        head.addClassNames("page-head", "fleet-head");
        var states = new Div();
        states.addClassName("fleet-chips");
        states.getElement().setAttribute("role", "group");
        states.getElement().setAttribute("aria-label", "Show only");
        for (Health health : Health.values()) {
            chips.put(health, chip(health));
            states.add(chips.get(health));
        }
        tagged.setPlaceholder("Tags");
        tagged.setAriaLabel("Show only those with all of these tags");
        tagged.addClassName("fleet-tagged");
        tagged.setVisible(false);
        tagged.addValueChangeListener(e -> {
            if (e.isFromClient()) {
                refresh();
            }
        });
        tools.add(states, search, tagged, grouping);
        tools.addClassName("fleet-tools");
        nothing.addClassName("fleet-empty");
        add(head, tools, actions, groups, nothing);
        show(feed.now());
    }

    private Button chip(Health health) {
        var chip = new Button();
        chip.addThemeVariants(ButtonVariant.LUMO_SMALL);
        chip.addClassNames("fleet-chip", "health-" + health.name().toLowerCase(Locale.ROOT));
        chip.addClickListener(e -> {
            if (!wanted.remove(health)) {
                wanted.add(health);
            }
            refresh();
        });
        return chip;
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        subscription = feed.listen(Newest.on(attach.getUI(), this::show));
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        subscription.close();
    }

    private void show(Fleet now) {
        fleet = now;
        refresh();
    }

    private void refresh() {
        tools.setVisible(!fleet.ships().isEmpty());
        offer(fleet.tags());
        chips.forEach((health, chip) -> {
            long count = fleet.count(health);
            chip.setText(health.sign() + " " + count + " " + health.word().toLowerCase(Locale.ROOT));
            chip.getElement().setAttribute("aria-pressed", Boolean.toString(wanted.contains(health)));
            chip.setVisible(count > 0 || wanted.contains(health));
        });
        List<Ship> shown = fleet.ships().stream().filter(this::isWanted).toList();
        var byGroup = new TreeMap<String, List<Ship>>(IN_ORDER);
        shown.forEach(ship -> grouping.getValue().of(ship).forEach(group -> byGroup.computeIfAbsent(group, g -> new ArrayList<>()).add(ship)));
        byGroup.forEach((group, ships) -> {
            if (!grids.containsKey(group)) {
                grids.put(group, grid(group));
            }
            grids.get(group).show(ships);
        });
        grids.forEach((group, grid) -> {
            if (!byGroup.containsKey(group)) {
                grid.show(List.of());
            }
            grid.getParent().ifPresent(p -> p.setVisible(byGroup.containsKey(group)));
        });
        empty(fleet, shown);
    }

    /** A tag that nobody has any more is no longer looked for. */
    private void offer(Set<String> tags) {
        if (!tags.equals(offered)) {
            offered = Set.copyOf(tags);
            var still = new LinkedHashSet<>(tagged.getValue());
            still.retainAll(tags);
            tagged.setItems(List.copyOf(tags));
            tagged.setValue(still);
            tagged.setVisible(!tags.isEmpty());
        }
    }

    private boolean isWanted(Ship ship) {
        String words = search.getValue().strip().toLowerCase(Locale.ROOT);
        return (wanted.isEmpty() || wanted.contains(ship.health())) && ship.tags().words().containsAll(tagged.getValue()) && (words.isEmpty() || String.join("\n", ship.deployment().pipelineName(),
                ship.deployment().cluster(), ship.deployment().deployedBy(), ship.matter(), String.join("\n", ship.tags().words())).toLowerCase(Locale.ROOT).contains(words));
    }

    private FleetGrid grid(String group) {
        var grid = new FleetGrid(group.isEmpty() ? "Deployments" : "Deployments, " + group);
        grid.addSelectionListener(e -> actions.show(grids.values().stream().flatMap(g -> g.chosen().stream()).distinct().toList()));
        var section = new Section();
        if (!group.isEmpty()) {
            section.add(new H2(group));
        }
        section.add(grid);
        groups.addComponentAtIndex(grids.headMap(group).size(), section);
        return grid;
    }

    /** Made anew only where it says something else: a button that is replaced while somebody presses it does nothing. */
    private void empty(Fleet fleet, List<Ship> shown) {
        String why = fleet.ships().isEmpty() ? "none at all" : shown.isEmpty() ? "none like that" : "";
        if (why.equals(whyNothing)) {
            return;
        }
        whyNothing = why;
        nothing.removeAll();
        nothing.setVisible(shown.isEmpty());
        if (fleet.ships().isEmpty()) {
            nothing.add(new H2("Nothing is deployed yet"),
                    new Paragraph("Open a pipeline and press Deploy. It then runs until you stop it, and here you see at one look whether it does: those that need you come first."),
                    Places.link(Places.HOME, "Go to the pipelines"));
        } else if (shown.isEmpty()) {
            nothing.add(new Paragraph("No deployment is like that."), new Button("Show all", e -> {
                wanted.clear();
                search.clear();
                tagged.clear();
                refresh();
            }));
        }
    }
}
