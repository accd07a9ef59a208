package hone.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import hone.trainer.weights.ModelFiles;
import java.util.Locale;
import java.util.Map;

/** Runs checks of the kinds that this version supports. */
public final class RunChecks {
    private interface Kind {
        void run(Golden.Check check, LargestError error);
    }

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("logits", ModelChecks::logits),
            Map.entry("last-logits", ModelChecks::lastLogits),
            Map.entry("logprobs", ModelChecks::logprobs),
            Map.entry("generate", ModelChecks::generate),
            Map.entry("greedy-text", ModelChecks::greedyText),
            Map.entry("template", TextChecks::template),
            Map.entry("template-mask", TextChecks::templateMask),
            Map.entry("tokenizer", TextChecks::tokenizer),
            Map.entry("sft", ModelChecks::sft),
            Map.entry("adamw", ModelChecks::adamw),
            Map.entry("reward", ModelChecks::reward),
            Map.entry("reward-group", ModelChecks::rewardGroup),
            Map.entry("lora", AdapterChecks::lora),
            Map.entry("dpo", PreferenceChecks::dpo),
            Map.entry("dpo-loss", PreferenceChecks::dpoLoss),
            Map.entry("grpo-advantages", GroupChecks::advantages),
            Map.entry("grpo-loss", GroupChecks::loss),
            Map.entry("best-of-n-kl", GroupChecks::bestOfN),
            Map.entry("kl", FormulaChecks::kl),
            Map.entry("ppo-rewards", FormulaChecks::ppoRewards),
            Map.entry("gae", FormulaChecks::gae),
            Map.entry("whiten", FormulaChecks::whiten),
            Map.entry("ppo-loss", FormulaChecks::ppoLoss),
            Map.entry("adaptive-kl", FormulaChecks::adaptiveKl),
            Map.entry("reward-loss", FormulaChecks::rewardLoss),
            Map.entry("schedule", FormulaChecks::schedule),
            Map.entry("krippendorff-alpha", AgreementChecks::alpha),
            Map.entry("cohen-kappa", AgreementChecks::cohen),
            Map.entry("fleiss-kappa", AgreementChecks::fleiss),
            Map.entry("kendall-tau-b", AgreementChecks::tau),
            Map.entry("kendall-w", AgreementChecks::concordance),
            Map.entry("raw-agreement", AgreementChecks::raw),
            Map.entry("dawid-skene", ReliabilityChecks::dawidSkene),
            Map.entry("noisy-bradley-terry", ReliabilityChecks::noisyBradleyTerry),
            Map.entry("noisy-bradley-terry-likelihood", ReliabilityChecks::noisyLikelihood),
            Map.entry("bradley-terry", RankingChecks::bradleyTerry),
            Map.entry("elo", RankingChecks::elo));

    private RunChecks() {}

    public static Outcome run(Golden.Check check) {
        if (check.toBeMade().isPresent()) {
            return new Outcome.Skipped(
                    "its directory has to be " + check.toBeMade().get() + " first, and given with --made");
        }
        try (Scope scope = Scope.open()) {
            if (check.kind().equals("refuse")) {
                return refused(check);
            }
            Kind kind = KINDS.get(check.kind());
            if (kind == null) {
                return new Outcome.Skipped("unknown kind " + check.kind() + " in this version");
            }
            LargestError error = new LargestError();
            kind.run(check, error);
            return new Outcome.Compared(error.value(), check.tolerance());
        } catch (RunFailure e) {
            if (e.word().equals("unknown-model")) {
                return check.says("or_refused") && mentions(e, check.json().path("refusal_mentions"))
                        ? new Outcome.Refused(e.sentence())
                        : new Outcome.Skipped(e.sentence());
            }
            return new Outcome.Failed(e.sentence());
        } catch (RuntimeException e) {
            return new Outcome.Failed(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"));
        }
    }

    private static Outcome refused(Golden.Check check) {
        try {
            ModelFiles.load(check.model()).close();
            return new Outcome.Failed("the model was loaded, and it should have been refused");
        } catch (RunFailure e) {
            return mentions(e, check.json().path("mentions_any"))
                    ? new Outcome.Refused(e.sentence())
                    : new Outcome.Failed("refused for another reason: " + e.sentence());
        }
    }

    private static boolean mentions(RunFailure refusal, JsonNode words) {
        String sentence = refusal.sentence().toLowerCase(Locale.ROOT);
        Iterable<JsonNode> any = words.isArray() ? words : java.util.List.of(words);
        for (JsonNode word : any) {
            if (sentence.contains(word.asText().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
