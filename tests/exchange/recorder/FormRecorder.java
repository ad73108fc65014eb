import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.core.model.data.AnswerDataFactory;
import org.javarosa.core.model.data.UncastData;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormUtils;
import org.opendatakit.validate.StubPropertyManager;
import org.opendatakit.validate.StubReferenceFactory;
import org.opendatakit.validate.StubSetGeopointActionHandler;

/** Replays operations on a form in JavaRosa and prints every state: `FormRecorder form.xml ops.tsv ...`, one output file beside each ops file. */
public final class FormRecorder {
    private final FormDef form;
    private final FormEntryModel model;
    private final FormEntryController controller;
    private final List<String> lines = new ArrayList<>();

    private FormRecorder(byte[] xform) throws Exception {
        form = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(xform));
        form.initialize(true, new InstanceInitializationFactory());
        model = new FormEntryModel(form);
        controller = new FormEntryController(model);
    }

    public static void main(String[] arguments) throws Exception {
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(new StubPropertyManager());
        ReferenceManager.instance().addReferenceFactory(new StubReferenceFactory());
        XFormParser.registerActionHandler(StubSetGeopointActionHandler.ELEMENT_NAME, new StubSetGeopointActionHandler());
        byte[] xform = Files.readAllBytes(Path.of(arguments[0]));
        for (int i = 1; i < arguments.length; i++) {
            Path operations = Path.of(arguments[i]);
            FormRecorder recorder = new FormRecorder(xform);
            for (String line : Files.readAllLines(operations)) {
                recorder.replay(line);
            }
            recorder.nodes(recorder.form.getMainInstance().getRoot(), "");
            String name = operations.getFileName().toString().replace("ops", "expected");
            Files.write(operations.resolveSibling(name), (String.join("\n", recorder.lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        System.exit(0);
    }

    private void replay(String line) {
        String[] parts = line.split("\t", -1);
        try {
            if (parts[0].equals("rep")) {
                form.createNewRepeat(find(parts[1], FormEntryController.EVENT_PROMPT_NEW_REPEAT));
            } else if (parts[0].equals("set")) {
                set(parts[1], parts.length > 2 ? parts[2] : "");
            }
        } catch (Exception error) {
            lines.add("X\t" + error.getClass().getSimpleName() + "\t" + error.getMessage() + "\t" + line);
        }
    }

    private void set(String path, String text) {
        FormIndex index = find(path, FormEntryController.EVENT_QUESTION);
        if (index == null) {
            throw new IllegalArgumentException("no question");
        }
        QuestionDef question = model.getQuestionPrompt(index).getQuestion();
        int type = model.getQuestionPrompt(index).getDataType();
        IAnswerData data = text.isEmpty() ? null : AnswerDataFactory.template(question.getControlType(), type).cast(new UncastData(text));
        String[] said = {"ok", "required", "constraint"};
        int status = controller.answerQuestion(index, data, true);
        lines.add("C\t" + path + "\t" + said[status] + "\t" + (model.isIndexRelevant(index) ? 1 : 0));
    }

    private FormIndex find(String path, int event) {
        FormIndex index = model.incrementIndex(FormIndex.createBeginningOfFormIndex());
        while (index.isInForm()) {
            if (model.getEvent(index) == event && names(path, index.getReference(), event)) {
                return index;
            }
            index = model.incrementIndex(index);
        }
        return null;
    }

    /** Rows are numbered from 1 and the first one needs no number; a prompt's own number is that of the row to come. */
    private static boolean names(String path, TreeReference reference, int event) {
        String[] steps = path.substring(1).split("/");
        if (steps.length != reference.size()) {
            return false;
        }
        for (int i = 0; i < steps.length; i++) {
            int bracket = steps[i].indexOf('[');
            String name = bracket < 0 ? steps[i] : steps[i].substring(0, bracket);
            int row = bracket < 0 ? 0 : Integer.parseInt(steps[i].substring(bracket + 1, steps[i].length() - 1)) - 1;
            boolean last = i == steps.length - 1 && event == FormEntryController.EVENT_PROMPT_NEW_REPEAT;
            if (!name.equals(reference.getName(i)) || (!last && row != Math.max(reference.getMultiplicity(i), 0))) {
                return false;
            }
        }
        return true;
    }

    private void nodes(TreeElement element, String above) {
        if (element.getMult() == TreeReference.INDEX_TEMPLATE) {
            return;
        }
        String path = above + (above.isEmpty() ? "" : "/") + element.getName() + "[" + Math.max(element.getMult(), 0) + "]";
        IAnswerData value = element.getValue();
        boolean leaf = element.getNumChildren() == 0;
        lines.add("N\t" + path + "\t" + (element.isRelevant() ? 1 : 0) + "\t" + (leaf ? 1 : 0) + "\t" + (value == null ? "" : value.uncast().getString()));
        for (int i = 0; i < element.getNumChildren(); i++) {
            nodes(element.getChildAt(i), path);
        }
    }
}
