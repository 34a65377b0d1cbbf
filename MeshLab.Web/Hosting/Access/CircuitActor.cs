using MeshLab.Core.Audit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace MeshLab.Web.Hosting.Access;

/// <summary>
/// Says who is behind each thing that a browser sends over its circuit: the user as the circuit knows them now, so that somebody who was disabled while
/// their page was open can do nothing more with it. Address and program are those of the request that opened the circuit.
/// </summary>
internal sealed class CircuitActor(AuthenticationStateProvider authentication) : CircuitHandler
{
    /// <inheritdoc/>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        var opened = Actor.Current;
        Actor.Enter(new(RequestActor.NameOf(user), opened.Address, opened.Client, user.RoleOf()));
        await next(context);
    };
}
