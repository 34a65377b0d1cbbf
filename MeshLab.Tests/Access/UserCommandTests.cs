using System.Diagnostics;
using System.Net;
using MeshLab.Core.Audit;
using MeshLab.Tests.Browser;
using MeshLab.Tests.Runs;
using MeshLab.Web.Hosting.Access;
using Xunit;

namespace MeshLab.Tests.Access;

/// <summary>The first user by the program's command, beside a MeshLab that runs, and listening elsewhere afterwards.</summary>
public sealed class UserCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("user")]
    [InlineData("user", "add")]
    [InlineData("user", "add", "--role", "admin")]
    [InlineData("user", "add", "ada", "--role", "king")]
    [InlineData("user", "remove", "ada")]
    public void Parse_OfWhatIsNoCommand_HasNoName(params string[] args) => Assert.Null(UserCommand.Parse(args)!.Name);

    [Fact]
    public void Parse_OfACommand_TakesSettingsApart()
    {
        var command = UserCommand.Parse(["user", "add", "ada", "--MeshLab:DataDirectory", "/data", "--role", "Admin", "--only-first"])!;

        Assert.Equal(("add", "ada", Role.Admin, true), (command.Name, command.User, command.Role, command.OnlyFirst));
        Assert.Equal(["--MeshLab:DataDirectory", "/data"], command.Settings);
        Assert.Null(UserCommand.Parse(["--urls", "http://127.0.0.1:1"]));
    }

    [Fact]
    public async Task Add_BesideARunningMeshLab_TurnsLoginOn()
    {
        await using var app = new KilledApp();
        await app.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync("/api/v1/runs", Token)).StatusCode);

        var tooWeak = await RunAsync(app, "short\n", "user", "add", "ada", "--role", "admin");
        var added = await RunAsync(app, AccessStore.Password + "\n", "user", "add", "ada", "--role", "admin");
        var again = await RunAsync(app, AccessStore.Password + "\n", "user", "add", "bea", "--role", "admin", "--only-first");

        Assert.Equal(1, tooWeak.Code);
        Assert.Contains("at least 12 characters", tooWeak.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (added.Code, added.Error));
        Assert.Contains("Everybody has to log in from now on", added.Output, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", again.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Http.GetAsync("/api/v1/runs", Token)).StatusCode);
        using var page = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Http.BaseAddress };
        using var answer = await TeamApp.SubmitAsync(page, "/login", "/access/login", ("name", "ada"), ("password", AccessStore.Password));
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(KilledApp app, string input, params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [WebProcess.WebDll, .. command, "--MeshLab:DataDirectory", app.DataDirectory])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, output, await error);
    }
}
