console.log('web build comes here');
