using AgentMail.Core.Emails;
using AgentMail.Core.Validation;

namespace AgentMail.Tests.Core.Emails;

public sealed class DisplayNameRulesTests
{
    public static TheoryData<string> GoodNames =>
    [
        "Ann Archer", "O'Neill, Ann (Acme) \"the agent\"", "Ann @ Acme", "Zoë Ærø", "安娜 王", "آنا", "می‌خواهم", "ක්‍ර", "👩🏽‍💻 Desk", "❤️ Support", "e\u0301", "A\u00a0B", "R&D; 50 % = ½", "Ann =? why",
    ];

    public static TheoryData<string, string> BadNames => new()
    {
        { "Ann\r\nBcc: eve@evil.example", FieldCodes.ControlCharacter },
        { "Ann\tArcher", FieldCodes.ControlCharacter },
        { "Ann\0", FieldCodes.ControlCharacter },
        { "Ann\u0085Archer", FieldCodes.ControlCharacter },
        { "Ann\u2028Archer", FieldCodes.ControlCharacter },
        { "Ann\u2029Archer", FieldCodes.ControlCharacter },
        { "Ann \ud83d", FieldCodes.ControlCharacter },
        { "\u202eelpmaxe.knab@oec", FieldCodes.ControlCharacter },
        { "=?utf-8?q?Ann?=", FieldCodes.NotAllowed },
        { "Ann\u200bArcher", FieldCodes.NotAllowed },
        { "An\u200dn", FieldCodes.NotAllowed },
        { "An\u200cn", FieldCodes.NotAllowed },
        { "安娜\u200d", FieldCodes.NotAllowed },
        { "\ufeffAnn", FieldCodes.NotAllowed },
        { "An\u00adn", FieldCodes.NotAllowed },
        { "An\u2060n", FieldCodes.NotAllowed },
        { "An\u034fn", FieldCodes.NotAllowed },
        { "Ann\u3164Archer", FieldCodes.NotAllowed },
        { "Ann \U000e0041", FieldCodes.NotAllowed },
        { "ceo@bank.example", FieldCodes.NotAllowed },
        { "The CEO (ceo@bank.example)", FieldCodes.NotAllowed },
        { "ceo @bank.example", FieldCodes.NotAllowed },
        { "ceo＠bank.example", FieldCodes.NotAllowed },
        { "ceo﹫bank．example", FieldCodes.NotAllowed },
        { "Ann <ceo", FieldCodes.NotAllowed },
        { "Ann> x", FieldCodes.NotAllowed },
        { "Ann ＜x＞", FieldCodes.NotAllowed },
        { new string('a', 201), FieldCodes.TooLong },
    };

    public static TheoryData<string> DirectionControls =>
        [.. "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069".Select(c => $"Ann {c} Archer")];

    [Theory]
    [MemberData(nameof(GoodNames))]
    public void Names_of_people_are_good(string name) => Assert.Null(DisplayNameRules.CheckSender(name, 200));

    [Theory]
    [MemberData(nameof(BadNames))]
    public void What_could_pass_for_another_sender_is_refused(string name, string code) => Assert.Equal(code, DisplayNameRules.CheckSender(name, 200)?.Code);

    [Theory]
    [MemberData(nameof(DirectionControls))]
    public void What_turns_text_around_is_refused_everywhere(string name)
    {
        Assert.Equal(FieldCodes.ControlCharacter, DisplayNameRules.CheckSender(name, 200)?.Code);
        Assert.Equal(FieldCodes.ControlCharacter, DisplayNameRules.CheckRecipient(name, 200)?.Code);
        Assert.Equal(FieldCodes.ControlCharacter, TextRules.CheckLabel(name, 200)?.Code);
    }

    [Theory]
    [InlineData("bob@example.net")]
    [InlineData("Bob <bob@example.net>")]
    [InlineData("An\u200dn")]
    public void Recipients_may_be_called_by_their_address(string name) => Assert.Null(DisplayNameRules.CheckRecipient(name, 200));
}
