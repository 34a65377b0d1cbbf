using Bunit;
using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Npgsql;
using Xunit;

namespace MeshLab.Tests.Web.Components;

public sealed class LiveComponentTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Changes_InAStorm_CostOneReadPerWindow()
    {
        await using var host = new ComponentsHost();
        var component = host.Render<Counter>();
        Assert.Equal(1, component.Instance.Reads);

        for (var i = 0; i < 100; i++)
        {
            host.Changes.Publish(new Changed(1));
        }

        host.Clock.Advance(TimeSpan.FromMilliseconds(100));
        component.WaitForAssertion(() => Assert.Equal("2", component.Markup), Deadline);
        Assert.Equal(2, component.Instance.Reads);
    }

    [Fact]
    public async Task Change_OfSomethingElse_IsNotReadFor()
    {
        await using var host = new ComponentsHost();
        var component = host.Render<Counter>();

        host.Changes.Publish(new Changed(2));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        host.Changes.Publish(new Changed(1));
        host.Clock.Advance(TimeSpan.FromSeconds(1));

        component.WaitForAssertion(() => Assert.Equal("2", component.Markup), Deadline);
        Assert.Equal(2, component.Instance.Reads);
    }

    [Fact]
    public async Task Read_ThatFails_IsShownAndTheNextOneClearsIt()
    {
        await using var host = new ComponentsHost();
        var component = host.Render<Counter>(parameters => parameters.Add(p => p.Fails, true));
        Assert.Equal("error: broken", component.Markup);

#pragma warning disable BL0005 // Rendering anew would read anew; the test wants the change alone to do it.
        component.Instance.Fails = false;
#pragma warning restore BL0005
        host.Changes.Publish(new Changed(1));
        host.Clock.Advance(TimeSpan.FromMilliseconds(100));

        component.WaitForAssertion(() => Assert.Equal("2", component.Markup), Deadline);
    }

    [Fact]
    public async Task Read_WhileTheDatabaseIsAway_KeepsWhatWasShown_AndComesBackByItself()
    {
        await using var host = new ComponentsHost();
        var component = host.Render<Counter>();
        var away = new NpgsqlException("gone", new IOException("broken pipe"));
#pragma warning disable BL0005 // Rendering anew would read anew; the test wants the change and the clock alone to do it.
        component.Instance.Failure = away;
        host.Changes.Publish(new Changed(1));
        host.Clock.Advance(TimeSpan.FromMilliseconds(100));
        component.WaitForState(() => component.Instance.Reads == 2, Deadline);
        Assert.DoesNotContain("error", component.Markup);

        component.Instance.Failure = null;
#pragma warning restore BL0005
        component.WaitForAssertion(
            () =>
            {
                host.Clock.Advance(TimeSpan.FromSeconds(5));
                Assert.Equal("3", component.Markup);
            },
            Deadline);
    }

    [Fact]
    public async Task FirstRead_WhileTheDatabaseIsAway_SaysSo_AndComesBackByItself()
    {
        await using var host = new ComponentsHost();
        var component = host.Render<Counter>(parameters => parameters.Add(p => p.Failure, new NpgsqlException("gone", new IOException("broken pipe"))));
        Assert.Equal("error: The database cannot be used just now: its server does not answer (broken pipe). It is asked again every few seconds.", component.Markup);

#pragma warning disable BL0005
        component.Instance.Failure = null;
#pragma warning restore BL0005
        host.Clock.Advance(TimeSpan.FromSeconds(5));

        component.WaitForAssertion(() => Assert.Equal("2", component.Markup), Deadline);
    }

    [Fact]
    public async Task Change_AfterTheComponentIsGone_IsNotReadFor()
    {
        await using var host = new ComponentsHost();
        var component = host.Render<Counter>();
        var instance = component.Instance;

        await instance.DisposeAsync();
        host.Changes.Publish(new Changed(1));
        host.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, instance.Reads);
    }

    internal sealed record Changed(int Id);

    internal sealed class Counter : LiveComponent
    {
        [Microsoft.AspNetCore.Components.Parameter]
        public bool Fails { get; set; }

        [Microsoft.AspNetCore.Components.Parameter]
        public Exception? Failure { get; set; }

        public int Reads { get; private set; }

        protected override void OnInitialized() => Listen<Changed>(change => change.Id == 1);

        protected override Task ReloadAsync(CancellationToken cancellationToken)
        {
            Reads++;
            return Failure is not null ? throw Failure : Fails ? throw new InvalidOperationException("broken") : Task.CompletedTask;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) =>
            builder.AddContent(0, Loading ? "loading" : LoadError is { } error ? $"error: {error.Message}" : Reads.ToString());
    }
}
