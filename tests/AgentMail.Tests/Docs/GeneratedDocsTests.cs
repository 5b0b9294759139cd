namespace AgentMail.Tests.Docs;

public sealed class GeneratedDocsTests
{
    [Fact]
    public void The_configuration_page_says_what_the_options_classes_say() =>
        GeneratedFile.IsCurrent("docs/configuration.md", ConfigurationReference.Render());

    [Fact]
    public void The_reply_page_shows_the_table_in_force() => GeneratedFile.PartIsCurrent("docs/replies.md", ReplyTable.Render());
}
