package dev.millrace.ui.shell;

import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.component.login.LoginI18n;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;

/** Where people sign in. */
@Route(value = "login", autoLayout = false)
@PageTitle("Sign in · Millrace")
@AnonymousAllowed
public class LoginView extends Main implements BeforeEnterObserver {
    private final LoginForm form = new LoginForm();

    public LoginView() {
        addClassName("login");
        var words = LoginI18n.createDefault();
        words.getForm().setTitle("Sign in");
        words.getForm().setUsername("User");
        words.getForm().setSubmit("Sign in");
        words.getErrorMessage().setTitle("User or password is wrong");
        words.getErrorMessage().setMessage("The first administrator is 'admin'; the password was printed when Millrace first started.");
        form.setI18n(words);
        form.setAction("login");
        form.setForgotPasswordButtonVisible(false);
        add(new H1("Millrace"), new Paragraph("Draw, run and watch stream pipelines."), form);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        form.setError(event.getLocation().getQueryParameters().getParameters().containsKey("error"));
    }
}
