using AgentMail.Core.Validation;

namespace AgentMail.Core.Templates;

/// <summary>Looks at a template before it is saved: its Liquid, its size, and a rendering without variables.</summary>
public static class TemplateTrial
{
    /// <summary>Characters of the source of a subject.</summary>
    public const int MaxSubject = 2_000;

    /// <summary>Characters of the source of a Description.</summary>
    public const int MaxDescription = 524_288;

    /// <summary>Notes what is wrong with the sources.</summary>
    /// <returns>The errors, those of before included.</returns>
    public static ValidationErrors Check(string subject, string description, TimeProvider clock, ValidationErrors errors)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(errors);
        var tooLong = CheckText(ParsedTemplate.SubjectPointer, subject, MaxSubject, errors) | CheckText(ParsedTemplate.DescriptionPointer, description, MaxDescription, errors);
        if (tooLong || ParsedTemplate.TryParse(subject, description, errors) is not { } parsed)
            return errors;
        var trial = new ValidationErrors();
        parsed.Render(new() { Now = clock.GetUtcNow(), HasSignature = true }, clock, trial);
        // Without variables a filter may well divide by nothing; a loop without end has none with them either.
        foreach (var error in trial.Items.Where(e => e.Code != FieldCodes.InvalidFormat))
            errors.Add(error.Pointer, error.Code, error.Detail);
        return errors;
    }

    private static bool CheckText(JsonPointer at, string text, int max, ValidationErrors errors)
    {
        var problem = text.Length > max ? new(FieldCodes.TooLong, $"At most {max} characters; shorten it.") : TextRules.CheckBody(text);
        if (problem is not null)
            errors.Add(at, problem);
        return problem is not null;
    }
}
