using System.Text;
using AgentMail.Core.Validation;

namespace AgentMail.Core.Emails;

/// <summary>The rules of the names that stand beside addresses.</summary>
public static class DisplayNameRules
{
    /// <summary>
    /// Checks the name of one of our senders. Mail programs show it where the address was, so it may neither pass for an address nor
    /// hide characters.
    /// </summary>
    public static FieldProblem? CheckSender(string name, int maxLength)
    {
        if (CheckRecipient(name, maxLength) is { } problem)
            return problem;
        if (InvisibleCharacters.IsIn(name))
            return new(FieldCodes.NotAllowed, "The name has a character that nobody sees, such as a zero-width space, and so could pass for another; type it anew.");
        // Full-width signs look the same.
        var plain = name.Normalize(NormalizationForm.FormKC);
        if (plain.AsSpan().ContainsAny('<', '>'))
            return new(FieldCodes.NotAllowed, "A name has no < and >, which stand around addresses: it would pass for another sender; leave them out.");
        return LooksLikeAddress(plain)
            ? new(FieldCodes.NotAllowed, "A name that looks like an email address passes for another sender; leave the address out, or put spaces around the @, as in Ann @ Acme.")
            : null;
    }

    /// <summary>Checks the name of a recipient. Where there is no better name, systems give the address again; that is quoted and does no harm.</summary>
    public static FieldProblem? CheckRecipient(string name, int maxLength) => HeaderText.Check(name, maxLength) ?? TextRules.CheckDirection(name);

    private static bool LooksLikeAddress(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '@' && (IsPartOfWord(name, i - 1) || IsPartOfWord(name, i + 1)))
                return true;
        }
        return false;
    }

    private static bool IsPartOfWord(string text, int i) => i >= 0 && i < text.Length && !char.IsWhiteSpace(text[i]);
}
