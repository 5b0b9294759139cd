using AgentMail.Core.Identifiers;

namespace AgentMail.Tests.Core.Identifiers;

public sealed class ResourceIdTests
{
    public static TheoryData<string?, bool> Cases => new()
    {
        { "a", true },
        { "0", true },
        { "support", true },
        { "Team.EMEA_2-b", true },
        { new string('a', 64), true },
        { new string('a', 65), false },
        { null, false },
        { "", false },
        { ".a", false },
        { "-a", false },
        { "_a", false },
        { "a b", false },
        { "a/b", false },
        { "a:b", false },
        { "a\n", false },
        { "ä", false },
        { "a٣", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Knows_an_id(string? text, bool valid) => Assert.Equal(valid, ResourceId.IsValid(text));
}
