using MeshLab.Core.Csv;
using MeshLab.Tests.Injection;
using Xunit;

namespace MeshLab.Tests.Csv;

public sealed class CsvFieldTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("plain", "plain")]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("say \"hello\"", "\"say \"\"hello\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("+2e3", "+2e3")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("a=b", "a=b")]
    public void Of_Text_IsQuotedWhereItHasToBe(string? text, string field) => Assert.Equal(field, CsvField.Of(text));

    [Fact]
    public void Of_Formula_IsText() =>
        Assert.All(Payloads.Formulas, formula => Assert.StartsWith("'", CsvField.Of(formula).TrimStart('"'), StringComparison.Ordinal));
}
