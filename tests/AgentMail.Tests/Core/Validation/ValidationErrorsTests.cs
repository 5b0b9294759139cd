using AgentMail.Core.Validation;

namespace AgentMail.Tests.Core.Validation;

public sealed class ValidationErrorsTests
{
    [Fact]
    public void Keeps_what_was_found_in_order()
    {
        var errors = new ValidationErrors();
        Assert.True(errors.IsEmpty);

        errors.Add("/subject", FieldCodes.TooLong, "Shorten it.");
        errors.Add(JsonPointer.Root / "to" / 0, new FieldProblem(FieldCodes.Required, "Give one."));

        Assert.False(errors.IsEmpty);
        Assert.Equal(
            [new("/subject", "too-long", "Shorten it."), new ValidationError("/to/0", "required", "Give one.")],
            errors.Items);
    }

    [Fact]
    public void Stops_gathering_at_its_limit()
    {
        var errors = new ValidationErrors();
        for (var i = 0; i < ValidationErrors.MaxItems + 50; i++)
            errors.Add(JsonPointer.Root / "to" / i, FieldCodes.Required, "Give one.");

        Assert.Equal(ValidationErrors.MaxItems, errors.Items.Count);
    }
}
