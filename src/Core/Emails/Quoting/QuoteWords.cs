using System.Text.RegularExpressions;

namespace AgentMail.Core.Emails.Quoting;

/// <summary>The words with which mail programs introduce what they quote, in the languages that agents meet most.</summary>
internal static partial class QuoteWords
{
    /// <summary>Characters of a line that are looked at.</summary>
    public const int MaxLine = 300;

    /// <summary>"On Mon, 23 Nov 2026 at 10:00, Bob wrote:" and its like; it names a time or an address, and ends with a colon.</summary>
    public static bool IsAttribution(string words) => words.Length <= 2 * MaxLine && Attribution().IsMatch(words);

    /// <summary>"On Mon, 23 Nov 2026": an attribution may be broken, and the line that ends it then says nothing of when.</summary>
    public static bool OpensAttribution(string words) => Opening().IsMatch(words);

    /// <summary>"-----Original Message-----".</summary>
    public static bool IsOriginalMessage(string words) => OriginalMessage().IsMatch(words);

    /// <summary>"From: Bob", the first line of the header that Outlook repeats.</summary>
    public static bool IsFrom(string words) => From().IsMatch(words);

    /// <summary>"Sent: Monday".</summary>
    public static bool IsSent(string words) => Sent().IsMatch(words);

    /// <summary>"Subject: Case 4711".</summary>
    public static bool IsSubject(string words) => Subject().IsMatch(words);

    [GeneratedRegex(
        @"^(?=.*[\d@]).*\b(wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napisał|kirjoitti|írta|yazdı)\b.{0,100}[:\uff1a]$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Attribution();

    [GeneratedRegex(@"^(On|Am|Le|El|Il|Op|Em|Den|Dnia|W dniu) .*\d", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Opening();

    [GeneratedRegex(
        @"^[-_]{2,} ?(Original Message|Original Appointment|Forwarded message|Ursprüngliche Nachricht|Originalnachricht|Weitergeleitete Nachricht|Message d['’]origine"
        + @"|Message original|Message transféré|Mensaje original|Messaggio originale|Oorspronkelijk bericht|Mensagem original|Ursprungligt meddelande|Oprindelig meddelelse"
        + @"|Wiadomość oryginalna|On .{1,200} wrote) ?[-_]{2,}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OriginalMessage();

    [GeneratedRegex(@"^\*?(From|Von|De|Da|Van|Från|Fra|Od)\*? ?[:\uff1a]\*? ?\S", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex From();

    [GeneratedRegex(
        @"^\*?(Sent|Date|Gesendet|Datum|Envoyé|Envoyé le|Enviado|Enviado el|Fecha|Inviato|Data|Verzonden|Skickat|Sendt|Dato|Wysłano)\*? ?[:\uff1a]",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Sent();

    [GeneratedRegex(
        @"^\*?(Subject|Betreff|Objet|Asunto|Oggetto|Onderwerp|Assunto|Ämne|Emne|Temat)\*? ?[:\uff1a]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Subject();
}
