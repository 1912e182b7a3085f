/** The operations of the day, as any client could send them. */

const failure = '... on UserError { code message }';

export const createGroupRoom = `mutation ($input: CreateChatRoomInput!) {
  result: createChatRoom(input: $input) { __typename ${failure} ... on CreateChatRoomPayload { room { id } } }
}`;

export const findRoom = `query {
  me { chatRooms(first: 100) { edges { node { id title } } } groups(first: 50) { edges { node { id name } } } calendars { id isPersonal } }
}`;

export const createEvent = `mutation ($input: CreateEventInput!) {
  result: createEvent(input: $input) { __typename ${failure} ... on CreateEventPayload { event { id startsAt } } }
}`;

export const answerInvitation = `mutation ($input: AnswerInvitationInput!) {
  result: answerInvitation(input: $input) { __typename ${failure} ... on AnswerInvitationPayload { event { id viewerAnswer } } }
}`;

export const moveEvent = `mutation ($input: UpdateEventInput!) {
  result: updateEvent(input: $input) { __typename ${failure} ... on UpdateEventPayload { event { id startsAt } } }
}`;

export const findCity = `query ($search: String!) { cities(search: $search, first: 1) { id } }`;

export const createTrip = `mutation ($input: CreateTravelPlanInput!) {
  result: createTravelPlan(input: $input) { __typename ${failure} ... on CreateTravelPlanPayload { plan { id travelOn calendarEvent { id title } } } }
}`;

export const topUp = `mutation ($input: TopUpInput!) {
  result: topUp(input: $input) { __typename ${failure} ... on TopUpPayload { topUp { id state checkoutUrl } } }
}`;

export const wallet = `query { me { wallet { balanceCredits availableCredits heldCredits } } }`;

export const requestRecommendation = `mutation ($input: RequestRecommendationInput!) {
  result: requestRecommendation(input: $input) { __typename ${failure} ... on RequestRecommendationPayload { recommendation { id state } } }
}`;

export const recommendation = `query { me { recommendations(first: 1) { edges { node { id state reason plan { id title city { name } } } } } } }`;

export const openPolicy = `mutation ($input: OpenPolicyInput!) {
  result: openPolicy(input: $input) { __typename ${failure} ... on OpenPolicyPayload { policy { id number } } }
}`;

export const myPolicy = `query { me { policy { id number } coverage { id endsAt } } }`;

export const startCover = `mutation ($input: StartCoverInput!) {
  result: startCover(input: $input) { __typename ${failure} ... on StartCoverPayload { period { id startsAt travelPlan { id title } } } }
}`;

export const cover = `query ($id: ID!) { coveragePeriod(id: $id) { id startsAt endsAt endedBy premiumWon policy { number } } }`;

export const vehicles = `query { me { vehicles { id name } } }`;

export const findPolicies = `query ($search: String!) { searchPolicies(search: $search) { id number holderName periods(first: 1) { edges { node { id startsAt endsAt endedBy premiumWon } } } } }`;

export const endCoverForMember = `mutation ($input: EndCoverForMemberInput!) {
  result: endCoverForMember(input: $input) { __typename ${failure} ... on EndCoverForMemberPayload { period { id endsAt endedBy premiumWon } } }
}`;

export const accessLog = `query ($id: ID!) { policy(id: $id) { accessLog(first: 10) { edges { node { task actorRole reason ticket actor { name } } } } } }`;

export const roomMessages = `query ($id: ID!) {
  chatRoom(id: $id) { messages(last: 6) { edges { node { kind text sender { name } cards { kind entityId } } } } }
}`;

export const registerVehicle = `mutation ($input: RegisterVehicleInput!) {
  result: registerVehicle(input: $input) { __typename ${failure} ... on RegisterVehiclePayload { vehicle { id } } }
}`;

export const startParking = `mutation ($input: StartParkingInput!) {
  result: startParking(input: $input) { __typename ${failure} ... on StartParkingPayload { session { id } } }
}`;

export const withdraw = `mutation ($input: WithdrawInput!) {
  result: withdraw(input: $input) { __typename ${failure} ... on WithdrawPayload { withdrawnAt } }
}`;
