using System.Text;
using MeshLab.Core.Runs.Journal;
using Xunit;

namespace MeshLab.Tests.Runs.Journal;

public sealed class SecretMaskTests
{
    [Fact]
    public void Apply_MasksTheSecretItsLinesAndItsBase64()
    {
        var mask = new SecretMask();
        mask.Add("-----BEGIN KEY-----\nAAAABBBBCCCC\nDDDDEEEEFFFF\n-----END KEY-----\n");

        Assert.Equal("key: •••", mask.Apply("key: AAAABBBBCCCC"));
        Assert.Equal("-----BEGIN KEY-----", mask.Apply("-----BEGIN KEY-----"));
        Assert.DoesNotContain("DDDD", mask.Apply("a DDDDEEEEFFFF b"));
        mask.Add("hunter22");
        Assert.Equal("•••", mask.Apply(Convert.ToBase64String(Encoding.UTF8.GetBytes("hunter22"))));
    }

    [Theory]
    [InlineData("    ")]
    [InlineData(" \n \n ")]
    [InlineData("a    ")]
    public void Apply_ASecretThatIsMostlyBlank_LeavesOtherTextAlone(string secret)
    {
        var mask = new SecretMask();
        mask.Add(secret);

        Assert.Equal("a pod is ready", mask.Apply("a pod is ready"));
    }

    [Fact]
    public void Apply_ASecretThatHoldsAnother_LeavesNothingOfEither()
    {
        var mask = new SecretMask();
        mask.Add("pass");
        mask.Add("password");

        Assert.Equal("•••", mask.Apply("password"));
    }
}
