using AgentMail.Core.Emails;
using AgentMail.Core.Validation;

namespace AgentMail.Core.Templates;

/// <summary>A template's subject and Description, parsed.</summary>
public sealed class ParsedTemplate
{
    /// <summary>Where the subject stands in a template.</summary>
    public const string SubjectPointer = "/subject";

    /// <summary>Where the Description stands in a template.</summary>
    public const string DescriptionPointer = "/description";

    private readonly LiquidTemplate _subject;
    private readonly LiquidTemplate _description;

    private ParsedTemplate(LiquidTemplate subject, LiquidTemplate description) => (_subject, _description) = (subject, description);

    /// <summary>Parses both; null when one is no Liquid, which <paramref name="errors"/> then tells with line and column.</summary>
    public static ParsedTemplate? TryParse(string subject, string description, ValidationErrors errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var isSubject = LiquidTemplate.TryParse(subject, out var parsedSubject, out var subjectProblem);
        if (!isSubject)
            errors.Add(SubjectPointer, FieldCodes.InvalidFormat, subjectProblem!);
        var isDescription = LiquidTemplate.TryParse(description, out var parsedDescription, out var descriptionProblem);
        if (!isDescription)
            errors.Add(DescriptionPointer, FieldCodes.InvalidFormat, descriptionProblem!);
        return isSubject && isDescription ? new(parsedSubject!, parsedDescription!) : null;
    }

    /// <summary>Fills in the values; null when that cannot be done, which <paramref name="errors"/> then tells.</summary>
    public RenderedTemplate? Render(LiquidValues values, TimeProvider clock, ValidationErrors errors)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(errors);
        var subject = _subject.Render(LiquidForm.Line, values, clock);
        var html = _description.Render(LiquidForm.Html, values, clock);
        var wrongSubject = subject.Problem ?? HeaderText.Check(subject.Text!, EmailLimits.MaxSubjectLength);
        var wrongHtml = html.Problem ?? TextRules.CheckBody(html.Text!);
        if (wrongSubject is not null)
            errors.Add(SubjectPointer, wrongSubject);
        if (wrongHtml is not null)
            errors.Add(DescriptionPointer, wrongHtml);
        return wrongSubject is null && wrongHtml is null ? new(subject.Text!, html.Text!, values.DateFormat) : null;
    }
}

/// <summary>What a template came to.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Html">The body, with <see cref="SignaturePlacement.Mark"/> where the signature goes if the template says where.</param>
/// <param name="DateFormat">The format of its dates, and whose choice that was.</param>
public sealed record RenderedTemplate(string Subject, string Html, Agents.EffectiveDateFormat DateFormat);
