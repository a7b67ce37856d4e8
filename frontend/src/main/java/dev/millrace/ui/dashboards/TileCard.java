package dev.millrace.ui.dashboards;

import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import dev.millrace.server.dashboards.Figures;
import dev.millrace.server.dashboards.Tile;
import java.util.List;
import java.util.function.Supplier;

/** One tile of a dashboard: its title, its menu and its values. */
final class TileCard extends Div {
    private final TileFigures figures = new TileFigures();
    private final H2 title = new H2();
    private final NativeButton move = new NativeButton("✥");
    private final MenuBar menu = new MenuBar();
    private transient MenuItem more;
    private transient List<MenuItem> whileEditing = List.of();
    private transient Tile tile;
    private transient Figures newest;

    /** What can be done with it. */
    interface Deeds {
        void edit(Tile tile);

        void copy(Tile tile);

        void delete(Tile tile);
    }

    /** @param dashboard its title, for names of files @param deeds null where nobody can do anything, as on a wall */
    TileCard(Tile tile, Supplier<String> dashboard, Deeds deeds) {
        this.tile = tile;
        addClassName("tile");
        getElement().setAttribute("role", "group");
        move.addClassName("tile-move");
        move.getElement().setAttribute("type", "button");
        title.addClassName("tile-title");
        var head = new Div(move, title);
        head.addClassName("tile-head");
        if (deeds != null) {
            menu.addThemeVariants(MenuBarVariant.LUMO_TERTIARY, MenuBarVariant.LUMO_SMALL, MenuBarVariant.LUMO_ICON);
            MenuItem item = menu.addItem("⋯");
            whileEditing = List.of(item.getSubMenu().addItem("Edit", e -> deeds.edit(this.tile)), item.getSubMenu().addItem("Duplicate", e -> deeds.copy(this.tile)),
                    item.getSubMenu().addItem("Delete", e -> deeds.delete(this.tile)));
            item.getSubMenu().addItem("Picture (PNG)", e -> figures.savePicture(dashboard.get()));
            item.getSubMenu().addItem("Numbers (CSV)", e -> figures.saveNumbers(dashboard.get()));
            more = item;
            head.add(menu);
        }
        add(head, figures);
        name();
        setEditing(false);
    }

    void setEditing(boolean editing) {
        move.setVisible(editing);
        whileEditing.forEach(item -> item.setVisible(editing));
    }

    Tile tile() {
        return tile;
    }

    /** The tile itself may have changed too. */
    void show(Tile changed) {
        tile = changed;
        name();
        if (newest != null) {
            figures.show(tile, newest);
        }
    }

    void show(Figures now) {
        newest = now;
        figures.show(tile, now);
    }

    private void name() {
        title.setText(tile.title());
        title.setTitle(tile.title());
        getElement().setAttribute("aria-label", tile.title());
        move.getElement().setAttribute("aria-label", "Move " + tile.title() + ": arrow keys, with Shift to resize");
        move.setTitle("Drag to move; arrow keys move, with Shift they resize");
        if (more != null) {
            more.setAriaLabel("What to do with " + tile.title());
        }
    }
}
