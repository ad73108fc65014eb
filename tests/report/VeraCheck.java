// veraPDF on a command line: java -cp JAR VeraCheck.java 3a,ua1 FILE...
// Prints "PASS profile file", or "FAIL profile file" followed by one indented line for each rule that failed.
import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;

public class VeraCheck {
    private static final String PROFILES = "org/verapdf/pdfa/validation/";

    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        for (String id : args[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
            if (flavour == PDFAFlavour.NO_FLAVOUR) throw new IllegalArgumentException("unknown profile " + id);
            ValidationProfile profile = profile(flavour);
            for (int i = 1; i < args.length; i++) check(args[i], flavour, profile);
        }
    }

    private static void check(String file, PDFAFlavour flavour, ValidationProfile profile) {
        var foundry = Foundries.defaultInstance();
        try (var parser = foundry.createParser(new File(file), flavour);
             var validator = foundry.createValidator(profile, 100, true, true, false)) {
            var result = validator.validate(parser);
            System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + flavour.getId() + " " + file);
            var seen = new LinkedHashMap<String, String>();
            for (TestAssertion one : result.getTestAssertions()) {
                if (one.getStatus() != TestAssertion.Status.FAILED) continue;
                RuleId rule = one.getRuleId();
                seen.putIfAbsent(rule.getClause() + "-" + rule.getTestNumber(),
                    one.getMessage() + " @ " + one.getLocation().getContext());
            }
            seen.forEach((rule, message) -> System.out.println("   " + rule + " " + message));
        } catch (Exception error) {
            System.out.println("FAIL " + flavour.getId() + " " + file + "\n   " + error);
        }
    }

    // The jar has the profiles as XML but not the JAXB runtime that veraPDF reads them with, so the JDK's own DOM
    // reads them and the public factories make the rules.
    private static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
        String id = flavour.getId();
        String name = id.startsWith("ua") ? "PDFUA-" + id.substring(2) : "PDFA-" + id.toUpperCase();
        Element root;
        try (var in = VeraCheck.class.getClassLoader().getResourceAsStream(PROFILES + name + ".xml")) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
        }
        SortedSet<Rule> rules = new TreeSet<>(Comparator.comparing((Rule rule) -> rule.getRuleId().getClause())
            .thenComparing(rule -> rule.getRuleId().getTestNumber()));
        for (Element element : all(root, "rule")) rules.add(rule(element));
        SortedSet<Variable> variables = new TreeSet<>(Comparator.comparing(Variable::getName));
        for (Element one : all(root, "variable")) {
            variables.add(Profiles.variableFromValues(one.getAttribute("name"), one.getAttribute("object"),
                text(one, "defaultValue"), text(one, "value")));
        }
        var details = Profiles.profileDetailsFromValues(name, name, "", new Date(0));
        return Profiles.profileFromSortedValues(flavour, details, "", rules, variables);
    }

    private static Rule rule(Element element) {
        Element ident = all(element, "id").get(0);
        Element error = all(element, "error").get(0);
        var specification = PDFAFlavour.Specification.NO_STANDARD;
        for (var one : PDFAFlavour.Specification.values()) {
            if (one.name().equals(ident.getAttribute("specification"))) specification = one;
        }
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element one : all(error, "argument")) {
            arguments.add(ErrorArgumentImpl.fromValues(one.getTextContent(), one.getAttribute("name"), null));
        }
        var number = Integer.parseInt(ident.getAttribute("testNumber"));
        return Profiles.ruleFromValues(
            Profiles.ruleIdFromValues(specification, ident.getAttribute("clause"), number),
            element.getAttribute("object"),
            element.hasAttribute("deferred") ? Boolean.valueOf(element.getAttribute("deferred")) : null,
            element.getAttribute("tags"), text(element, "description"), text(element, "test"),
            Profiles.errorFromValues(text(error, "message"), arguments), List.of());
    }

    private static List<Element> all(Element parent, String tag) {
        List<Element> found = new ArrayList<>();
        var nodes = parent.getElementsByTagName(tag);
        for (int i = 0; i < nodes.getLength(); i++) found.add((Element) nodes.item(i));
        return found;
    }

    private static String text(Element parent, String tag) {
        return all(parent, tag).get(0).getTextContent();
    }
}
